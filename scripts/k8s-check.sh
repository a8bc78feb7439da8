#!/usr/bin/env bash
# Render every overlay of deploy/k8s and check it with tools that are too heavy for the tests.
#
# The tools are installed in .local/k8s. Without npm the custom resources are not checked, only the rest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

HOME_OF_TOOLS=.local/k8s
LOG=.local/log/k8s-check.log
PYTHON=$HOME_OF_TOOLS/venv/bin/python
CHECKS=$PWD/deploy/k8s/checks
OVERLAYS=(dev staging prod)
KUBERNETES=(1.32 1.37)  # oldest and newest supported
mkdir -p "$HOME_OF_TOOLS" .local/log
: >"$LOG"

install_tools() {
  if [ ! -x "$HOME_OF_TOOLS/venv/bin/checkov" ]; then
    say "Installing kubernetes-validate and checkov …"
    logged .venv/bin/python -m venv --clear "$HOME_OF_TOOLS/venv"
    logged "$PYTHON" -m pip install --disable-pip-version-check kubernetes-validate==1.37.0 checkov==3.3.30 pyyaml
  fi
  if command -v npm >/dev/null && [ ! -d "$HOME_OF_TOOLS/node_modules" ]; then
    say "Installing the schemas of custom resources …"
    logged npm install --prefix "$HOME_OF_TOOLS" --no-audit --no-fund \
      @kubernetes-models/{cert-manager@4.4.4,external-secrets@0.5.2,keda@0.4.2,prometheus-operator@4.4.4}
  fi
}

check_overlay() {
  local overlay=$1 version other file=$HOME_OF_TOOLS/$1.yaml
  say "=== $overlay"
  .venv/bin/kubectl kustomize "deploy/k8s/overlays/$overlay" >"$file"
  # The system's kubectl is often older; it must render the same.
  if other=$(command -v kubectl); then
    "$other" kustomize "deploy/k8s/overlays/$overlay" | cmp - "$file"
    say "rendered identically by $("$other" version --client 2>/dev/null | tr '\n' ' ')"
  fi
  for version in "${KUBERNETES[@]}"; do
    "$HOME_OF_TOOLS/venv/bin/kubernetes-validate" -k "$version" --strict --quiet --no-warn "$file"
    say "resources of Kubernetes $version: valid"
  done
  if command -v npm >/dev/null; then
    as_json "$file" | (cd "$HOME_OF_TOOLS" && node "$CHECKS/schemas.cjs")
  else
    say "Custom resources are not checked, because npm is missing."
  fi
  "$HOME_OF_TOOLS/venv/bin/checkov" --config-file "$CHECKS/checkov.yaml" --file "$file"
  say "checkov: no findings"
}

as_json() {
  "$PYTHON" -c 'import json, sys, yaml; json.dump(list(yaml.safe_load_all(open(sys.argv[1]))), sys.stdout)' "$1"
}

install_tools
for overlay in "${OVERLAYS[@]}"; do check_overlay "$overlay"; done
