#!/usr/bin/env bash
# Remove the files that runs and tests left in this checkout: .local and caches; nothing outside it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

if [ -e .local/lock ] && ! flock --nonblock .local/lock true; then
  fail "A platform runs in .local." "Stop it with Ctrl-C in its terminal, then run make clean."
fi
rm -rf .local .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist .coverage
find . -path ./.venv -prune -o -type d -name __pycache__ -exec rm -rf {} +
