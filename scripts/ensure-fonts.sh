#!/usr/bin/env bash
# Ensure that the fonts of PDF papers are installed; without them only DOCX papers can be written.
# Fonts for rare names, symbols and minority scripts are installed too, but are optional.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib.sh

LOG=.local/log/setup.log
FONTS=/usr/share/fonts
FURTHER=(
  "fonts-noto-core:$FONTS/truetype/noto/NotoSerif-Regular.ttf"
  "fonts-hanazono:$FONTS/truetype/hanazono/HanaMinB.ttf"
  "fonts-babelstone-han:$FONTS/truetype/babelstone/BabelStoneHan.ttf"
  "fonts-unifont:$FONTS/opentype/unifont/unifont.otf"
)

installed() { [ -f "$FONTS/opentype/noto/NotoSerifCJK-Regular.ttc" ]; }

# missing: print the packages of optional fonts that are not installed.
missing() {
  local pair
  for pair in "${FURTHER[@]}"; do
    if [ ! -f "${pair#*:}" ]; then echo "${pair%%:*}"; fi
  done
}

mkdir -p .local/log
if [ -z "${LIANDONG_PAPER_FONTS:-}" ] && ! installed; then
  if can_install; then
    say "Installing fonts for papers …"
    apt_install fonts-noto-cjk || true
  fi
  if ! installed; then
    say "The fonts for PDF papers are missing and could not be installed (see $LOG): install the package" \
      "fonts-noto-cjk, or set LIANDONG_PAPER_FONTS to a folder with fonts. Everything else works." >&2
  fi
fi
mapfile -t packages < <(missing)
if [ -z "${LIANDONG_PAPER_FURTHER_FONTS:-}" ] && [ "${#packages[@]}" -gt 0 ] && can_install; then
  say "Installing fonts for rare names …"
  for package in "${packages[@]}"; do
    apt_install "$package" ||
      say "$package could not be installed (see $LOG): papers with its characters are issued as DOCX." >&2
  done
fi
