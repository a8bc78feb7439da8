"""Convert messages and documents to JSON and BSON types and back, with generated code (cattrs)."""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar, cast

from cattrs import Converter

T = TypeVar("T")


def _moment(text: str | datetime, _: type[datetime]) -> datetime:
    return datetime.fromisoformat(text) if isinstance(text, str) else text.astimezone(UTC)


def _text_of(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _is_text_or_bytes(hint: Any) -> bool:
    return bool(hint == str | bytes)


def _converter(*, bson: bool) -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(datetime, (lambda at: at) if bson else _text_of)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook_func(_is_text_or_bytes, lambda kept, _: kept)
    converter.register_unstructure_hook_func(_is_enum, lambda member: member.value)
    return converter


_WIRE = _converter(bson=False)
_BSON = _converter(bson=True)


def to_wire(thing: Any) -> dict[str, Any]:
    """Convert a message or document to JSON types: dates and instants as text, enums by value."""
    return cast(dict[str, Any], _WIRE.unstructure(thing))


def to_bson(document: Any) -> dict[str, Any]:
    """Convert a document to BSON types: as JSON, but an instant stays a datetime (milliseconds)."""
    return cast(dict[str, Any], _BSON.unstructure(document))


def from_bson(stored: dict[str, Any], kind: type[T]) -> T:
    """Convert a stored document back; fields that the class no longer has are ignored."""
    return _BSON.structure(stored, kind)
