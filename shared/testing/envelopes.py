"""Envelopes as a publisher creates them, and conversion back to messages."""

import itertools
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from liandong.envelope import Envelope, new_id
from shared.catalog.catalog import events, publishers_of
from shared.delivery.own_events import HANDLERS
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of

_numbers = itertools.count(1)
START = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)


def id_named(name: str) -> str:
    """Return the event id for a name in a test; the same name gives the same id."""
    return str(uuid5(NAMESPACE_URL, name))


def envelope_of(
    event: Any,
    event_id: str | None = None,
    sequence: int | None = None,
    publisher: str | None = None,
    at: datetime = START,
) -> Envelope:
    """Wrap an event as its publisher would; without `sequence`, later ids get higher numbers."""
    contract = contract_of(type(event))
    made = event_id or new_id()
    sender = publisher or publishers_of(type(event))[0]
    return Envelope(
        id=made,
        source=f"//140700.liandong.cn/{sender}",
        type=contract.meta.type,
        subject=contract.subject(event),
        time=at,
        dataschema=contract.meta.dataschema,
        data=contract.dump(event),
        sequence=sequence or _number_of(made),
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification=contract.meta.classification.value,
    )


@cache
def _number_of(_event_id: str) -> int:
    return next(_numbers)


def message_of(envelope: Envelope) -> Any:
    """Convert an envelope to its message object."""
    by_type = {meta_of(cls).type: cls for cls in (*events(), *HANDLERS)}
    return contract_of(by_type[envelope.type]).load(envelope.data)
