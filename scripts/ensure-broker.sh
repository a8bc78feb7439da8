#!/usr/bin/env bash
# Ensure that a RabbitMQ server is installed on this machine. It is not started here: the platform
# runs a private node under .local/ and does not touch a system broker.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log
POLICY=/usr/sbin/policy-rc.d

# The server's scripts may be in a folder that is only in root's PATH.
installed() { PATH="$PATH:/usr/local/sbin:/usr/sbin" command -v rabbitmq-server >/dev/null 2>&1; }

# Debian starts a service at its installation, unless this file forbids it (101: forbidden by policy).
# An existing file, such as in container images, is left unchanged; ours is always removed.
forbid_service_start() {
  if [ -e "$POLICY" ]; then return; fi
  trap 'as_root rm -f "$POLICY"' EXIT
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
  as_root chmod 755 "$POLICY"
}

# A server that was installed for a private node must not start at boot either.
leave_disabled() {
  if [ -d /run/systemd/system ]; then logged as_root systemctl disable rabbitmq-server || true; fi
}

if [ -n "${LIANDONG_AMQP_URL:-}" ] || installed; then exit 0; fi
mkdir -p .local/log
if can_install; then
  say "Installing the RabbitMQ server (about a minute) …"
  forbid_service_start
  apt_install rabbitmq-server || true
  leave_disabled
fi
if ! installed; then
  say "RabbitMQ is missing and could not be installed (see $LOG): set LIANDONG_AMQP_URL to an" \
    "existing broker, or run everything in containers with \`docker compose up\`." >&2
  exit 1
fi
