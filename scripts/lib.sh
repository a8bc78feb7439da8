# shellcheck shell=bash
# Shared by the scripts of this folder: plain progress, a log, packages of the system. Sourced, not run.

say() { printf '%s\n' "$*"; }

# fail MESSAGE REMEDY: end with the end of the log, what went wrong and what to do.
fail() {
  if [ -s "${LOG:-}" ]; then
    say "--- the end of $LOG" >&2
    tail -n 15 "$LOG" >&2
    say "---" >&2
  fi
  say "Failed: $1" >&2
  say "Remedy: $2" >&2
  exit 1
}

# logged COMMAND…: run it, its output goes to the log.
logged() {
  printf '\n$ %s\n' "$*" >>"$LOG"
  "$@" >>"$LOG" 2>&1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

can_install() {
  command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1; }
}

# apt_install PACKAGE…: install, after fetching the package lists if they are missing or too old.
apt_install() {
  local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  logged "${install[@]}" "$@" || { logged as_root apt-get update && logged "${install[@]}" "$@"; }
}
