"""Excerpt of a failed process's log: the first error is the cause, later ones follow from it."""

import re

END_LINES = 15
"""How much of the end is shown."""

ERROR_LINES = 6
"""How much is shown from the first error on."""

LONGEST = 300
"""Of a line; Erlang prints whole states on one."""

_ERROR = re.compile(
    r"\b(?:errors?|fatal|critical|exception|traceback|fail(?:ed|ure)?|cannot|can't|refused|denied)\b",
    re.I,
)
_HARMLESS = re.compile(r"\[(?:info|notice|debug|warning)\]|\"level\": ?\"(?:info|debug|warning)\"")


def excerpt(log: str) -> str:
    """Return the first error of a log with the lines after it, then the end of the log."""
    lines = [_short(line) for line in log.splitlines()]
    first = next((number for number, line in enumerate(lines) if _is_error(line)), None)
    rest = max(len(lines) - END_LINES, 0)
    if first is None or first >= rest:
        return "\n".join(lines[rest:])
    shown = lines[first : min(first + ERROR_LINES, rest)]
    return "\n".join([*shown, *(["…"] if first + ERROR_LINES < rest else []), *lines[rest:]])


def _is_error(line: str) -> bool:
    return _ERROR.search(line) is not None and _HARMLESS.search(line) is None


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
