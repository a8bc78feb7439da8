"""Parts of a list, in order of key."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list: values of indexed fields, and where the last page ended."""

    wanted: dict[str, Any]
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list in order of key; `next` is the `after` of the next page, None at the end."""

    items: tuple[T, ...]
    next: str | None
