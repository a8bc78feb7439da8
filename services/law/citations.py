"""Read a citation as docstrings and rules write it: `17号 9-10; 310号 8`, `行政许可法 69, 70`."""

import re

from services.law.basis import Basis
from services.law.registry import find

_BREAK = re.compile(r"\s*[;,；，]\s*")
_RANGE = re.compile(r"(?P<before>.*?[. ]?)(?P<first>[0-9]+)-(?P<last>[0-9]{1,3}|1[0-9]{3})")
_NUMBERS = re.compile(r"[0-9]+(?:\([0-9]+\))*|[0-9]+-[0-9]+")


def read_citation(citation: str) -> tuple[Basis, ...]:
    """List all bases that a citation names, ranges expanded; raises `UnknownBasisError`.

    A number alone belongs to the text before it.
    """
    found: list[Basis] = []
    for part in filter(None, _BREAK.split(citation.strip().strip("[]"))):
        goes_on = _NUMBERS.fullmatch(part) is not None and bool(found)
        found += _expanded(f"{found[-1].text} {part}" if goes_on else part)
    return tuple(found)


def _expanded(part: str) -> list[Basis]:
    span = _RANGE.fullmatch(part)
    if span is None or not span["before"].strip() or _is_edition(span):
        return [find(part)]
    numbers = range(int(span["first"]), int(span["last"]) + 1)
    return [find(f"{span['before']}{number}") for number in numbers]


def _is_edition(span: re.Match[str]) -> bool:
    """Return whether it is the year of a standard, as in HJ 608-2017, not the end of a range."""
    return span["before"].startswith(("GB", "HJ"))
