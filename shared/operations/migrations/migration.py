"""A migration: a change to the stored documents of one collection."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Row = dict[str, Any]


class Phase(StrEnum):
    """When a migration runs: before the new release starts, or after the old one is gone."""

    EXPAND = "expand"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Migration:
    """Changes the documents of one collection, one at a time.

    `change` returns the new form of a stored document, or None if it already has that form. It may
    be called again for a changed document, so it must be idempotent. An expansion adds data that
    the older release ignores. A contraction removes data that only the older release needed.
    """

    name: str
    title: str
    phase: Phase
    collection: str
    change: Callable[[Row], Row | None]
