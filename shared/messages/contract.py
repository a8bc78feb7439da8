"""Contract of a message: conversion between JSON and validated objects."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from marshmallow import ValidationError

from liandong.envelope.validation import check_text
from liandong.errors import Malformed
from shared.errors import BrokenContractError, FieldError, InvalidInputError
from shared.messages.codec import to_wire
from shared.messages.declare import MessageMeta, meta_of
from shared.messages.fast_reader import compile_fast_reader
from shared.messages.schema import schema_of

T = TypeVar("T")
FILLED_IN = ("command", "form")
"""What a person fills in: there a misspelt field must not vanish."""


class Contract(Generic[T]):
    """Loads, validates and dumps one message class."""

    def __init__(self, cls: type[T]) -> None:
        self.cls = cls
        self.meta: MessageMeta = meta_of(cls)
        self._schema = schema_of(cls, strict=self.meta.kind in FILLED_IN)
        self._quick = compile_fast_reader(cls)
        self._built = compile_fast_reader(cls, built=True)

    def load(self, wire: Mapping[str, Any]) -> T:
        """Validate JSON against the contract; raises `InvalidInputError` with all wrong fields."""
        try:
            return self.cls(**self._schema.load(wire))
        except ValidationError as error:
            raise InvalidInputError(tuple(_faults(error.messages))) from error

    def dump(self, message: T) -> dict[str, Any]:
        """Convert a message to JSON types; `load` restores an equal object."""
        return to_wire(message)

    def load_trusted(self, wire: Mapping[str, Any]) -> T:
        """Read an event like `load`, with a fast path for input that is plainly valid."""
        message: T | None = self._quick(wire)
        return self.load(wire) if message is None else message

    def refuse_broken(self, wire: Mapping[str, Any]) -> None:
        """Raise `BrokenContractError` unless an outgoing message satisfies the contract.

        Free-form objects are not inspected: code only passes them on.
        """
        if self._built(wire) is not None:
            return
        try:
            self.load(wire)
        except InvalidInputError as error:
            raise BrokenContractError(self.meta.type, error.faults) from error

    def subject(self, message: T) -> str:
        """Return the subject of an event."""
        return str(getattr(message, self.meta.subject))

    def sendable_subject(self, message: T) -> str:
        """Return the subject; raises `InvalidInputError` if no envelope can carry it.

        A person typed it, such as the number of a document.
        """
        subject = self.subject(message)
        try:
            check_text(subject, self.meta.subject)
        except Malformed as error:
            words = "应为 1 至 512 个字符，不含换行等控制字符"
            raise InvalidInputError((FieldError(self.meta.subject, words),)) from error
        return subject


_made: dict[type[Any], Contract[Any]] = {}


def contract_of(cls: type[T]) -> Contract[T]:
    """Return the cached contract of a message class."""
    if cls not in _made:
        _made[cls] = Contract(cls)
    return _made[cls]


def _faults(messages: Any, path: str = "") -> Iterator[FieldError]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == "_schema" else str(key)
            yield from _faults(inner, ".".join(filter(None, (path, step))))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield FieldError(path or "请求体", str(message))
