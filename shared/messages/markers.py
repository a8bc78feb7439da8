"""Markers of a message field besides its type: title, example, rules for values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a field in Chinese; the English one defaults to the field's own name."""

    zh: str
    en: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A value for the example of a contract, in JSON types."""

    value: Any


@dataclass(frozen=True, slots=True)
class Check:
    """A rule for one value: if not `holds(value)`, the fault is `message` (Chinese)."""

    holds: Callable[[Any], bool]
    message: str


@dataclass(frozen=True, slots=True)
class CheckWithReason:
    """A rule whose fault depends on the value: `fault(value)` is None or a Chinese sentence."""

    fault: Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Length:
    """Bounds on the number of characters or items."""

    least: int = 1
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Between:
    """Bounds on a number, both included."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class OneLine:
    """A text without line breaks: a name, a number, a code."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text stored unchanged, such as a machine-generated key."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The canonical spelling of a value: `form(value)` is validated and stored; it never raises."""

    form: Callable[[Any], Any]
