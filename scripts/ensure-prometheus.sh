#!/usr/bin/env bash
# Ensure that Prometheus, promtool and the node exporter are installed, for `make monitoring-check`.
# With --alertmanager also Alertmanager, for `make gameday`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log

PACKAGES=(prometheus prometheus-node-exporter)
if [ "${1:-}" = --alertmanager ]; then PACKAGES+=(prometheus-alertmanager); fi

installed() {
  command -v promtool >/dev/null || return 1
  for package in "${PACKAGES[@]}"; do command -v "$package" >/dev/null || return 1; done
}

if installed; then exit 0; fi
mkdir -p .local/log
if can_install; then
  say "Installing Prometheus …"
  apt_install "${PACKAGES[@]}" || true
fi
if ! installed; then
  say "Prometheus is missing and could not be installed (see $LOG): install the Debian packages" \
    "${PACKAGES[*]}." >&2
  exit 1
fi
