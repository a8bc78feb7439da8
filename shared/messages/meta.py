"""Metadata of a message: its names, readers and routing."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FIELD_MARK = "@"


class Classification(StrEnum):
    """Permitted readers: anyone, the departments, or only those that the law names."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class MessageMeta:
    """Names, classification and routing of a message class."""

    kind: str
    title: str
    name: str
    version: int
    namespace: str
    classification: Classification
    subject: str
    effective: str | None
    recipient: str | None = None
    sealed_for: tuple[str, ...] = ()
    fault: Callable[[Any], tuple[str, str] | None] | None = None
    by_city: bool = False

    @property
    def type(self) -> str:
        """The CloudEvents type, `cn.liandong.<namespace>.<event>.v<N>`."""
        return f"cn.liandong.{self.namespace}.{self.routing_key}"

    @property
    def routing_key(self) -> str:
        """The topic of the event, `<event>.v<N>`."""
        return f"{self.name}.v{self.version}"

    @property
    def dataschema(self) -> str:
        """The URI of the contract, which is the `$id` of its JSON Schema."""
        return f"urn:liandong:contract:{self.contract}"

    @property
    def contract(self) -> str:
        """The name of the contract, `<namespace>.<event>.v<N>`."""
        return f"{self.namespace}.{self.routing_key}"

    @property
    def sealed_fields(self) -> tuple[str, ...]:
        """The fields whose value names a reader of the sealed event."""
        return tuple(entry[1:] for entry in self.sealed_for if entry.startswith(FIELD_MARK))

    def authorized_readers(self, message: Any) -> tuple[str, ...]:
        """Return the departments and partners that can open one event, besides its publisher."""
        return tuple(
            str(getattr(message, entry[1:])) if entry.startswith(FIELD_MARK) else entry
            for entry in self.sealed_for
        )

    def topic_of(self, message: Any) -> str:
        """Return the topic under which one event is published."""
        return self.topic(str(getattr(message, self.recipient)) if self.recipient else "")

    def topic(self, recipient: str) -> str:
        """Return the topic for one recipient: that of an addressed event ends in its recipient."""
        return f"{self.routing_key}.{recipient}" if self.recipient else self.routing_key
