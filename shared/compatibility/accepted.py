"""Findings that a person accepted: what was always wrong may be refused, and a line says why."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

NAME = "accepted.toml"


class AcceptedError(Exception):
    """The file of accepted findings cannot be used; says why."""


def read(folder: Path) -> dict[str, str]:
    """Read the accepted findings and their reasons; raises `AcceptedError`."""
    path = folder / NAME
    if not path.exists():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
        found = {entry["finding"]: entry["reason"].strip() for entry in entries}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise AcceptedError(f"{path}: {error}") from error
    if len(found) != len(entries):
        raise AcceptedError(f"{path}: a finding stands twice")
    if nameless := [finding for finding, reason in found.items() if not reason]:
        raise AcceptedError(f"{path}: give a reason for «{nameless[0]}»")
    return found


def left_over(findings: Sequence[str], accepted: dict[str, str]) -> list[str]:
    """List the findings that nobody accepted, and the acceptances that nothing needs any more."""
    unused = [f"accepted, but found no more: «{at}»" for at in accepted if at not in findings]
    return [*(at for at in findings if at not in accepted), *unused]
