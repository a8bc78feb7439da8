#!/usr/bin/env bash
# See that the fonts of PDF papers are on this machine; without them only DOCX papers can be written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log
FOLDER=/usr/share/fonts/opentype/noto

installed() { [ -f "$FOLDER/NotoSerifCJK-Regular.ttc" ]; }

if [ -n "${LIANDONG_PAPER_FONTS:-}" ] || installed; then exit 0; fi
mkdir -p .local/log
if can_install; then
  say "Installing the fonts of papers …"
  apt_install fonts-noto-cjk || true
fi
if ! installed; then
  say "No fonts for PDF papers are here and none could be installed (see $LOG): install the package" \
    "fonts-noto-cjk, or set LIANDONG_PAPER_FONTS to a folder that holds them. All else works." >&2
fi
