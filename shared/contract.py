"""The contract of a message: JSON in, checked object out, and back."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from marshmallow import ValidationError

from shared.codec import to_wire
from shared.errors import Fault, InvalidInputError
from shared.fastload import quick_reader
from shared.message import MessageMeta, meta_of
from shared.schema import schema_of

T = TypeVar("T")
FILLED_IN = ("command", "form")
"""What a person fills in: there a misspelt field must not vanish."""


class Contract(Generic[T]):
    """Loads and dumps one message class."""

    def __init__(self, cls: type[T]) -> None:
        self.cls = cls
        self.meta: MessageMeta = meta_of(cls)
        self._schema = schema_of(cls, strict=self.meta.kind in FILLED_IN)
        self._quick = quick_reader(cls)

    def load(self, wire: Mapping[str, Any]) -> T:
        """Check JSON against the contract; `InvalidInputError` names every wrong field."""
        try:
            return self.cls(**self._schema.load(wire))
        except ValidationError as error:
            raise InvalidInputError(tuple(_faults(error.messages))) from error

    def dump(self, message: T) -> dict[str, Any]:
        """Write a message as JSON types; what `load` reads back equal."""
        return to_wire(message)

    def read(self, wire: Mapping[str, Any]) -> T:
        """Read an event as `load` does, at once where it is plainly valid."""
        message: T | None = self._quick(wire)
        return self.load(wire) if message is None else message

    def subject(self, message: T) -> str:
        """Tell what an event is about."""
        return str(getattr(message, self.meta.subject))


_made: dict[type[Any], Contract[Any]] = {}


def contract_of(cls: type[T]) -> Contract[T]:
    """Give the one contract of a message class."""
    if cls not in _made:
        _made[cls] = Contract(cls)
    return _made[cls]


def _faults(messages: Any, path: str = "") -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == "_schema" else str(key)
            yield from _faults(inner, ".".join(filter(None, (path, step))))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield Fault(path or "请求体", str(message))
