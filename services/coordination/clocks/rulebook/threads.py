"""Kinds of threads, read from the data."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.coordination.clocks.rulebook.rule import ThreadKind


def thread_of(name: str, told: Mapping[str, Any]) -> ThreadKind:
    """Read one kind."""
    return ThreadKind(name, told["title"], timedelta(minutes=told.get("skew_minutes", 0)))
