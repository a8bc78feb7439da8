"""Deliveries, the handler's verdicts on them, and the acknowledgements that result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Verdict(Enum):
    """The handler's decision on a delivery.

    ACK: it was processed. REJECT: it can never be processed; the broker moves it to the
    quarantine. RETURN: it had no effect; it is retried after a pause, before all later deliveries.
    """

    ACK = "ack"
    REJECT = "reject"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as received; nothing in it is verified yet."""

    queue: str
    body: bytes
    headers: Mapping[str, Any]
    delivery_tag: int
    redelivered: bool
    exchange: str
    routing_key: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """One reply to the broker: ACK or REJECT of a tag, or an ACK of all up to it (`multiple`)."""

    verdict: Verdict
    tag: int
    multiple: bool = False


def group_acks(judged: Iterable[tuple[int, Verdict]]) -> Iterator[Settlement]:
    """Combine verdicts, in order of tags, into as few replies as possible.

    All tags below the first one must be settled already. From the first RETURN on, every ACK is
    sent singly: a multiple ACK would include the returned delivery.
    """
    together: int | None = None
    returned = False
    for tag, verdict in judged:
        if verdict is Verdict.ACK and not returned:
            together = tag
            continue
        if together is not None:
            yield Settlement(Verdict.ACK, together, multiple=True)
            together = None
        if verdict is Verdict.RETURN:
            returned = True
        else:
            yield Settlement(verdict, tag)
    if together is not None:
        yield Settlement(Verdict.ACK, together, multiple=True)
