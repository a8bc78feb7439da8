#!/usr/bin/env bash
# See that a RabbitMQ server is on this machine. It is only installed, never started here: the
# platform runs a private node of it under .local/ and leaves a broker of the system alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log
POLICY=/usr/sbin/policy-rc.d

# The server's scripts may lie where only root's path leads.
installed() { PATH="$PATH:/usr/local/sbin:/usr/sbin" command -v rabbitmq-server >/dev/null 2>&1; }

# Debian starts a service as it installs it, unless this file says no (101: forbidden by policy).
# An existing one, as in container images, is left as it is; ours is taken away in any case.
forbid_service_start() {
  if [ -e "$POLICY" ]; then return; fi
  trap 'as_root rm -f "$POLICY"' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
  as_root chmod 755 "$POLICY"
}

# What we installed for a private node must not start with the machine either.
leave_disabled() {
  if [ -d /run/systemd/system ]; then logged as_root systemctl disable rabbitmq-server || true; fi
}

if [ -n "${LIANDONG_AMQP_URL:-}" ] || installed; then exit 0; fi
mkdir -p .local/log
if can_install; then
  say "Installing the RabbitMQ server (a minute) …"
  forbid_service_start
  apt_install rabbitmq-server || true
  leave_disabled
fi
if ! installed; then
  say "No RabbitMQ server is here and none could be installed (see $LOG): set LIANDONG_AMQP_URL to" \
    "a broker of yours, or run everything in containers with \`docker compose up\`." >&2
  exit 1
fi
