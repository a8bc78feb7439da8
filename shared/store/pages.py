"""Pages of a list, ordered by key."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Request of a page: values of indexed fields, and the end of the previous page."""

    wanted: dict[str, Any]
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list ordered by key; `next` is the `after` of the next page, None at the end."""

    items: tuple[T, ...]
    next: str | None
