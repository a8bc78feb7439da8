"""Documents: what a department keeps, as frozen dataclasses with a key."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """Where documents of a class are kept and how they are found."""

    collection: str
    title: str
    key: str
    indexes: tuple[tuple[str, ...], ...]
    unique: tuple[tuple[str, ...], ...]
    restricted: bool = False
    owner: str | None = None


@dataclass_transform(frozen_default=True)
def document(
    collection: str,
    *,
    title: str,
    key: str,
    indexes: tuple[tuple[str, ...], ...] = (),
    unique: tuple[tuple[str, ...], ...] = (),
    restricted: bool = False,
    owner: str | None = None,
) -> Callable[[type[T]], type[T]]:
    """Make a class a kind of document.

    `key` names the field that identifies one; `indexes` and `unique` name the field groups that are
    queried or that may occur only once. `title` is Chinese: a clerk reads it in errors. A
    `restricted` document holds what the law lets few people see: every answer that shows one is
    recorded in the read log. `owner` names the field with the department whose thing it is, where
    several departments give numbers of this kind (`shared.handling.owned_numbers`).
    """

    def decorate(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(cls)
        meta = DocumentMeta(collection, title, key, indexes, unique, restricted, owner)
        made.__document__ = meta  # type: ignore[attr-defined]
        return made

    return decorate


def document_meta(thing: Any) -> DocumentMeta:
    """Tell the meta of a document or of its class; `TypeError` for anything else."""
    meta = getattr(thing, "__document__", None)
    if not isinstance(meta, DocumentMeta):
        raise TypeError(f"{thing!r} is not a document: decorate it with @document")
    return meta


def key_of(thing: Any) -> str:
    """Tell the key of a document."""
    return str(getattr(thing, document_meta(thing).key))


def binary_values(thing: Any) -> list[bytes]:
    """List the values of a document that are bytes: what may be large."""
    values = (getattr(thing, field.name) for field in fields(thing))
    return [value for value in values if isinstance(value, bytes)]


def matches(thing: Any, wanted: dict[str, Any]) -> bool:
    """Tell whether a document has these values; for a tuple field: whether it holds the value."""
    return all(_holds(getattr(thing, name), value) for name, value in wanted.items())


def _holds(kept: Any, wanted: Any) -> bool:
    return wanted in kept if isinstance(kept, tuple) else bool(kept == wanted)
