"""What arrives, and what becomes of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Verdict(Enum):
    """What becomes of a delivery.

    ACK: it is done. REJECT: it never will be; the broker moves it to the quarantine. RETURN:
    nothing of it was done; it is handed over again after a pause, before all that lies behind it.
    """

    ACK = "ack"
    REJECT = "reject"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it arrived; nothing in it is verified yet."""

    queue: str
    body: bytes
    headers: Mapping[str, Any]
    delivery_tag: int
    redelivered: bool
    exchange: str
    routing_key: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """One answer to the broker: ACK or REJECT of a tag, or ACK of all up to it."""

    verdict: Verdict
    tag: int
    multiple: bool = False


def group_acks(judged: Iterable[tuple[int, Verdict]]) -> Iterator[Settlement]:
    """Turn verdicts, in order of tags, into the fewest answers.

    All tags below the first one must have been answered before. From the first RETURN on,
    nothing is acknowledged together, as that would take the returned one along.
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
