"""Parts of an event's contract that may not change at all: subject, legal day, defaults, rules."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
ATTRIBUTES = {
    "x-classification": "is classified",
    "x-recipient": "goes to",
    "x-subject": "is about",
    "x-effective": "has its legal day in",
}
FIXED = {"default": "has the default", "x-rule": "must keep the rule"}
_NONE = object()


def differing_attributes(old: Schema, new: Schema, name: str) -> Iterator[str]:
    """Describe the attributes of an event that differ: order, rights and dates depend on them."""
    for key, words in ATTRIBUTES.items():
        if old.get(key) != new.get(key):
            yield f"event {name} {words} {new.get(key)}, not {old.get(key)}: give it a new version"


def differing_fields(old: Schema, new: Schema, place: str) -> Iterator[str]:
    """Describe the common fields that differ in their default or in their named rule.

    A missing field means its default: another default would change the meaning of old events.
    """
    for key, words in FIXED.items():
        before, now = old.get(key, _NONE), new.get(key, _NONE)
        if before != now:
            yield f"{place} {words} {_quoted(now)}, not {_quoted(before)}"
    mine, theirs = old.get("properties", {}), new.get("properties", {})
    for name in sorted(mine.keys() & theirs.keys()):
        yield from differing_fields(mine[name], theirs[name], f"{place}.{name}")
    for key, suffix in (("items", "[]"), ("additionalProperties", ".*")):
        inner, outer = old.get(key), new.get(key)
        if isinstance(inner, Mapping) and isinstance(outer, Mapping):
            yield from differing_fields(inner, outer, place + suffix)


def _quoted(value: object) -> str:
    return "none" if value is _NONE else f"«{value}»"
