#!/usr/bin/env bash
# See that Prometheus, promtool and the exporter of the machine are here; for `make monitoring-check`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log

installed() { command -v promtool >/dev/null && command -v prometheus-node-exporter >/dev/null; }

if installed; then exit 0; fi
mkdir -p .local/log
if can_install; then
  say "Installing Prometheus …"
  apt_install prometheus prometheus-node-exporter || true
fi
if ! installed; then
  say "Prometheus is not here and could not be installed (see $LOG): install the Debian packages" \
    "prometheus and prometheus-node-exporter." >&2
  exit 1
fi
