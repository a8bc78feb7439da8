"""Accepted breaking changes: input that was always wrong may be refused, with a stated reason.

An entry names one finding (`finding`), or all that match a regular expression (`matching`).
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "accepted.toml"


class AcceptedError(Exception):
    """The file of accepted findings is invalid; the text gives the reason."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One entry: the pattern of accepted findings, and the reason."""

    words: str
    pattern: re.Pattern[str]
    reason: str


def read(folder: Path) -> list[Acceptance]:
    """Read the accepted findings; raises `AcceptedError`."""
    path = folder / NAME
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
        found = [_entry(entry) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AcceptedError(f"{path}: {error}") from error
    if len({each.words for each in found}) != len(found):
        raise AcceptedError(f"{path}: a finding stands twice")
    if nameless := [each.words for each in found if not each.reason]:
        raise AcceptedError(f"{path}: give a reason for «{nameless[0]}»")
    return found


def left_over(findings: Sequence[str], accepted: Iterable[Acceptance]) -> list[str]:
    """List the findings that are not accepted, and the entries that accept none."""
    left, unused = list(findings), []
    for each in accepted:
        rest = [finding for finding in left if not each.pattern.fullmatch(finding)]
        if len(rest) == len(left):
            unused.append(f"accepted, but found no more: «{each.words}»")
        left = rest
    return [*left, *unused]


def _entry(entry: dict[str, Any]) -> Acceptance:
    reason = entry["reason"].strip()
    if "matching" in entry:
        return Acceptance(entry["matching"], re.compile(entry["matching"]), reason)
    return Acceptance(entry["finding"], re.compile(re.escape(entry["finding"])), reason)
