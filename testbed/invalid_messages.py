"""Invalid messages of five kinds, each made from a valid event of one department."""

from collections.abc import Mapping
from typing import Any

import orjson

from liandong.envelope import new_id
from liandong.messages.verify import Signer
from testbed.adversary import RawMessage

UNPARSABLE, UNSIGNED, WRONGLY_SIGNED = "unparsable", "unsigned", "wrongly signed"
CONTRACT_BREAKING, FOREIGN = "contract-breaking", "foreign"
KINDS = (UNPARSABLE, UNSIGNED, WRONGLY_SIGNED, CONTRACT_BREAKING, FOREIGN)
Event = Mapping[str, Any]


def invalid_message(
    kind: str, event: Event, breaking: Event, own: Signer, other: Signer
) -> RawMessage:
    """Return an event (its envelope as JSON) as an invalid message of the given kind.

    `breaking` is data that violates the event's contract. `own` is the signer of the event's
    publisher, `other` that of another department.
    """
    body = orjson.dumps({**event, "data": breaking} if kind == CONTRACT_BREAKING else event)
    if kind == UNPARSABLE:
        body = body[: len(body) // 2]
    headers: dict[str, Mapping[str, Any]] = {
        UNSIGNED: {},
        WRONGLY_SIGNED: own.headers(body + b" "),
        FOREIGN: other.headers(body),
    }
    return RawMessage(body, headers.get(kind, own.headers(body)), event["subject"])


def forged_event(template: Event, subject: str, data: Event) -> dict[str, Any]:
    """Return a copy of an event with a new id, as the first of a subject, with the given data."""
    numbers = {"id": new_id(), "sequence": 1, "correlationid": new_id()}
    return {**template, **numbers, "subject": subject, "data": data}
