"""One change of stored data: which documents, and what becomes of each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Row = dict[str, Any]


class Phase(StrEnum):
    """When a change is made: before the new release works, or when the old one is gone."""

    EXPAND = "expand"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Migration:
    """Changes the documents of one collection, one by one.

    `change` gives the new form of a stored document, None if it has that form already; it is called
    again for what it changed, so it must be harmless to repeat. An expansion adds what the older
    release ignores. A contraction takes away what only the older release needed.
    """

    name: str
    title: str
    phase: Phase
    collection: str
    change: Callable[[Row], Row | None]
