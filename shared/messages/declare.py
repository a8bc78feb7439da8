"""Declare messages (events, commands, forms) as frozen dataclasses; schemas derive from them."""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, dataclass
from typing import Any, TypeVar, cast, dataclass_transform

from shared.messages.markers import (
    Between,
    Check,
    CheckWithReason,
    Example,
    Length,
    OneLine,
    Spelling,
    Title,
    Verbatim,
)
from shared.messages.meta import Classification, MessageMeta
from shared.messages.namespace import namespace_of

__all__ = [
    "Between",
    "Check",
    "CheckWithReason",
    "Classification",
    "Example",
    "Length",
    "MessageMeta",
    "OneLine",
    "Spelling",
    "Title",
    "Verbatim",
    "command",
    "event",
    "field_default",
    "form",
    "is_command",
    "is_event",
    "meta_of",
    "value_object",
]

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def event(
    name: str,
    *,
    version: int = 1,
    title: str,
    subject: str,
    classification: Classification = Classification.INTERNAL,
    effective: str | None = None,
    recipient: str | None = None,
    sealed_for: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Declare a class as an event: a published fact.

    `name` is the wire name without namespace and version. `subject` names the field that identifies
    the event's subject: events of one subject are delivered in order. `effective` names a date
    field from which the act has legal force. `recipient` names the field with the one department
    that receives the event: the broker routes it to no other.

    A restricted event is encrypted, and `sealed_for` lists who can open it besides its publisher:
    departments and partners by name, or `@field` for the one that a field names.
    """

    def decorate(cls: type[T]) -> type[T]:
        space = namespace_of(cls.__module__)
        _check_seal(cls, classification, sealed_for)
        meta = MessageMeta(
            "event",
            title,
            name,
            version,
            space,
            classification,
            subject,
            effective,
            recipient,
            sealed_for,
        )
        return _decorate(cls, meta)

    return decorate


@dataclass_transform(frozen_default=True)
def command(title: str, *, by_city: bool = False) -> Callable[[type[T]], type[T]]:
    """Declare a class as a command: a request that a clerk's system sends to one department.

    `by_city`: the law gives the act to the office of the city, wherever the land lies.
    """

    def decorate(cls: type[T]) -> type[T]:
        space = namespace_of(cls.__module__)
        internal = Classification.INTERNAL
        meta = MessageMeta(
            "command", title, cls.__name__, 1, space, internal, "", None, by_city=by_city
        )
        return _decorate(cls, meta)

    return decorate


@dataclass_transform(frozen_default=True)
def form(title: str) -> Callable[[type[T]], type[T]]:
    """Declare a class as a form: the fields of an official paper, filled in by a person."""

    def decorate(cls: type[T]) -> type[T]:
        meta = MessageMeta("form", title, cls.__name__, 1, "", Classification.RESTRICTED, "", None)
        return _decorate(cls, meta)

    return decorate


@dataclass_transform(frozen_default=True)
def value_object(
    title: str, *, fault: Callable[[Any], tuple[str, str] | None] | None = None
) -> Callable[[type[T]], type[T]]:
    """Declare a class as a value: a titled part of messages, without identity.

    `fault(part)` returns a field and its fault if fields contradict each other; it is called only
    for parts that a person fills in.
    """

    def decorate(cls: type[T]) -> type[T]:
        meta = MessageMeta(
            "value", title, cls.__name__, 1, "", Classification.INTERNAL, "", None, fault=fault
        )
        return _decorate(cls, meta)

    return decorate


def meta_of(message: Any) -> MessageMeta:
    """Return the metadata of a message or of its class; raises `TypeError` for anything else."""
    meta = getattr(message, "__message__", None)
    if not isinstance(meta, MessageMeta):
        raise TypeError(
            f"{message!r} is not a message: decorate it with @event, @command, @form or @value"
        )
    return meta


def is_event(thing: object) -> bool:
    """Return whether a class is an event."""
    meta = getattr(thing, "__message__", None)
    return isinstance(thing, type) and isinstance(meta, MessageMeta) and meta.kind == "event"


def is_command(thing: object) -> bool:
    """Return whether a class is a command."""
    meta = getattr(thing, "__message__", None)
    return isinstance(thing, type) and isinstance(meta, MessageMeta) and meta.kind == "command"


def _check_seal(cls: type[Any], level: Classification, sealed_for: tuple[str, ...]) -> None:
    """Refuse a restricted event without readers, and a sealed event that is not restricted.

    A plain string is refused too: it would be iterated letter by letter.
    """
    if isinstance(sealed_for, str):
        raise TypeError(f"{cls.__name__}: sealed_for must be a tuple of names")
    if level is Classification.RESTRICTED and not sealed_for:
        raise TypeError(f"{cls.__name__} is restricted: name in sealed_for who can open it")
    if level is not Classification.RESTRICTED and sealed_for:
        raise TypeError(f"{cls.__name__} is {level}: only a restricted event can be sealed")


def _decorate(cls: type[T], meta: MessageMeta) -> type[T]:
    made = dataclass(frozen=True, slots=True)(cls)
    made.__message__ = meta  # type: ignore[attr-defined]
    names = {field.name for field in dataclasses.fields(cast(Any, made))}
    for wanted in filter(None, (meta.subject, meta.effective, meta.recipient, *meta.sealed_fields)):
        if wanted not in names:
            raise TypeError(f"{cls.__name__} has no field {wanted!r}")
    return made


def field_default(field: "dataclasses.Field[Any]") -> Any:
    """Return a field's default, or `MISSING`."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
