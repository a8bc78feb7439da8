#!/usr/bin/env bash
# Redraw the samples of docs/img/papers from fictional forms; needs pdftoppm (poppler-utils).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for kind in transfer_letter detention_approval material_list case_file; do
  .venv/bin/liandong paper example "$kind" >"$folder/sample.json"
  .venv/bin/liandong paper render "$folder/sample.json" --kind "$kind" --out "$folder" --format pdf \
    --at 2026-10-08T09:00:00+08:00
  pdftoppm -png -gray -r 75 -singlefile "$folder/sample.$kind.pdf" "docs/img/papers/$kind"
done
