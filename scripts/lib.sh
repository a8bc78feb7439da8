# shellcheck shell=bash
# Functions of the scripts in this folder: progress, a log, system packages. Sourced, not run.

say() { printf '%s\n' "$*"; }

# fail MESSAGE REMEDY: print the last lines of the log, the error and its remedy, and exit with 1.
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

# logged COMMAND…: run a command with its output in the log.
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

# apt_install PACKAGE…: install packages; on failure update the package lists and retry once.
apt_install() {
  local install=(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  logged "${install[@]}" "$@" || { logged as_root apt-get update && logged "${install[@]}" "$@"; }
}
