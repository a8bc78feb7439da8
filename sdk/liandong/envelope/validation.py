"""Validation of each attribute of an envelope; `Malformed` names the invalid one.

These run for every event, so each begins with a fast test that nearly all values pass.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from liandong.errors import Malformed

CLASSIFICATIONS = ("public", "internal", "restricted")
LARGEST_SEQUENCE = 2**31 - 1
LONGEST_TEXT = 512
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of legal effect, and of all recorded dates
LARGEST_CONTENT = 10 * 1024 * 1024  # bytes, of content that is fetched; see ADR 17
KNOWN_SHAPES = 1024  # cache size: sources, types and instants of effect repeat

_SOURCE = re.compile(r"//[^/\s]+/([a-z][a-z0-9_]*)")
_TYPE = re.compile(
    r"cn\.liandong\.([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*\.v[1-9]\d*)",
    re.ASCII,
)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_PREVIOUS = re.compile(
    r"[a-z][a-z0-9_.]*=[1-9]\d{0,9}(?: [a-z][a-z0-9_.]*=[1-9]\d{0,9})*", re.ASCII
)
_DATAREF = re.compile(r"urn:liandong:blob:sha256:([0-9a-f]{64}):([1-9]\d{0,9})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def check_text(value: object, name: str) -> None:
    """Check a text: 1 to `LONGEST_TEXT` characters, no control characters; None is missing."""
    if type(value) is str and 0 < len(value) <= LONGEST_TEXT and value.isprintable():
        return
    if value is None:
        raise Malformed(f"{name}: missing")
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise Malformed(f"{name}: must be a text of 1 to {LONGEST_TEXT} characters")
    if _CONTROL.search(value):
        raise Malformed(f"{name}: must not hold control characters")


def check_texts(names: Sequence[str], texts: Sequence[object]) -> None:
    """Check several texts: first all at once, which is fast, and one by one if that fails."""
    try:
        joined = "".join(texts)  # type: ignore[arg-type]  # raises for a value that is not a str
    except TypeError:
        joined = ""
    if 0 < len(joined) <= LONGEST_TEXT and joined.isprintable() and all(texts):
        return
    for name, text in zip(names, texts, strict=True):
        check_text(text, name)


def read_source(value: object) -> str:
    """Return the department in a source, or raise `Malformed`."""
    if type(value) is not str:
        check_text(value, "source")
    return _department(str(value))


def read_type(value: object) -> str:
    """Return the routing key in a type, or raise `Malformed`."""
    if type(value) is not str:
        check_text(value, "type")
    return _routing_key(str(value))


def check_classification(value: object) -> None:
    """Check that the value is one of `CLASSIFICATIONS`."""
    if value is None:
        raise Malformed("classification: missing")
    if value not in CLASSIFICATIONS:
        raise Malformed("classification: must be public, internal or restricted")


def read_sequence(value: Any) -> Any:
    """Convert an integral float such as 3.0 to int; return any other value unchanged."""
    return int(value) if type(value) is float and value.is_integer() else value


def check_sequence(value: object) -> None:
    """Check that the value is a positive integer that fits into 31 bits."""
    if type(value) is int and 1 <= value <= LARGEST_SEQUENCE:
        return
    if value is None:
        raise Malformed("sequence: missing")
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("sequence: must be an integer")
    if not 1 <= value <= LARGEST_SEQUENCE:
        raise Malformed(f"sequence: must lie between 1 and {LARGEST_SEQUENCE}")


def read_previous(value: object) -> Mapping[str, int]:
    """Parse `previous`, `topic=sequence` pairs with one space between; return sequence by topic."""
    check_text(value, "previous")
    return _read_previous(str(value))


@lru_cache(maxsize=4096)
def _read_previous(text: str) -> Mapping[str, int]:
    """Parse with a cache: subjects of one publisher often have the same sequence numbers."""
    if not _PREVIOUS.fullmatch(text):
        raise Malformed("previous: must look like plot.listed.v1=3 plot.cleared.v1=5")
    pairs = [each.split("=") for each in text.split(" ")]
    told = {topic: int(number) for topic, number in pairs}
    if len(told) != len(pairs):
        raise Malformed("previous: names a topic twice")
    if max(told.values()) > LARGEST_SEQUENCE:
        raise Malformed(f"previous: its numbers must not exceed {LARGEST_SEQUENCE}")
    return MappingProxyType(told)


def read_dataref(value: object) -> tuple[str, int]:
    """Return the SHA-256 in hexadecimal and the size in bytes that a dataref names."""
    check_text(value, "dataref")
    found = _DATAREF.fullmatch(str(value))
    if found is None:
        raise Malformed("dataref: must look like urn:liandong:blob:sha256:<64 hex>:<bytes>")
    if int(found[2]) > LARGEST_CONTENT:
        raise Malformed(f"dataref: names more than {LARGEST_CONTENT} bytes")
    return found[1], int(found[2])


def read_effect(value: object) -> datetime | None:
    """Read the instant from which an event has legal effect, in the years 1900 to 2200, or None."""
    if value is None:
        return None
    instant = read_instant(value, "effectiveat")
    if not FIRST_YEAR <= int(str(value)[:4]) <= LAST_YEAR:
        raise Malformed(f"effectiveat: must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return instant


def read_instant(value: object, name: str) -> datetime:
    """Parse an RFC 3339 instant; return it in UTC."""
    if value is None:
        raise Malformed(f"{name}: missing")
    instant = _instant(value) if isinstance(value, str) else None
    if instant is None:
        raise Malformed(f"{name}: must be an RFC 3339 instant such as 2026-10-08T01:30:00Z")
    return instant


def written_instant(instant: datetime, name: str) -> str:
    """Write an aware instant as RFC 3339 in UTC."""
    if instant.tzinfo is UTC:
        return instant.isoformat()[:-6] + "Z"
    if instant.tzinfo is None:
        raise Malformed(f"{name}: must be aware of its time zone")
    try:
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        raise Malformed(f"{name}: lies outside of the calendar") from None


def read_trace(value: object) -> str | None:
    """Return a traceparent, or None if it is invalid."""
    return value if isinstance(value, str) and _TRACEPARENT.fullmatch(value) else None


@lru_cache(KNOWN_SHAPES)
def _instant(text: str) -> datetime | None:
    """Parse an instant; the pattern is needed as `fromisoformat` accepts more, even zero bytes."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        instant = datetime.fromisoformat(text.upper())
        return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@lru_cache(KNOWN_SHAPES)
def _department(source: str) -> str:
    check_text(source, "source")
    found = _SOURCE.fullmatch(source)
    if found is None:
        raise Malformed("source: must look like //<city>/<department>")
    return found[1]


@lru_cache(KNOWN_SHAPES)
def _routing_key(kind: str) -> str:
    check_text(kind, "type")
    found = _TYPE.fullmatch(kind)
    if found is None:
        raise Malformed("type: must look like cn.liandong.<namespace>.<event>.v<N>")
    return found[2]
