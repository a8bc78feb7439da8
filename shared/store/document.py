"""Documents: a department's stored records, as frozen dataclasses with a key."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """Storage metadata of a document class."""

    collection: str
    title: str
    key: str
    indexes: tuple[tuple[str, ...], ...]
    unique: tuple[tuple[str, ...], ...]
    restricted: bool = False
    owner: str | None = None
    placed: str = ""
    is_handed: bool = False


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
    placed: str = "",
) -> Callable[[type[T]], type[T]]:
    """Declare a class as a document type.

    `key` names the identifying field; `indexes` and `unique` name groups of fields that are queried
    or must be unique. `title` is Chinese, for error messages to clerks. A `restricted` document
    holds data that the law lets few people see: every response that shows one is recorded in the
    read log. `owner` names the field with the owning department, where several departments assign
    numbers of this kind (`shared.handling.owned_numbers`).

    `placed` names the field with the code of the county in which the matter lies: only competent
    offices see the document (`shared.handling.jurisdiction`). A field `division` names the office
    that handles it, if it is not that of the county.
    """

    def decorate(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(cls)
        handed = any(field.name == "division" for field in fields(made))  # type: ignore[arg-type]
        meta = DocumentMeta(
            collection, title, key, indexes, unique, restricted, owner, placed, handed
        )
        made.__document__ = meta  # type: ignore[attr-defined]
        return made

    return decorate


def document_meta(thing: Any) -> DocumentMeta:
    """Return the metadata of a document or of its class; raises `TypeError` for anything else."""
    meta = getattr(thing, "__document__", None)
    if not isinstance(meta, DocumentMeta):
        raise TypeError(f"{thing!r} is not a document: decorate it with @document")
    return meta


def key_of(thing: Any) -> str:
    """Return the key of a document."""
    return str(getattr(thing, document_meta(thing).key))


def binary_values(thing: Any) -> list[bytes]:
    """List the values of a document that are bytes, which may be large."""
    values = (getattr(thing, field.name) for field in fields(thing))
    return [value for value in values if isinstance(value, bytes)]


def matches(thing: Any, wanted: dict[str, Any]) -> bool:
    """Return whether a document has these values; a tuple field matches if it contains one."""
    return all(_holds(getattr(thing, name), value) for name, value in wanted.items())


def _holds(kept: Any, wanted: Any) -> bool:
    return wanted in kept if isinstance(kept, tuple) else bool(kept == wanted)
