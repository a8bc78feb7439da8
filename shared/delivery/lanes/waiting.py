"""The events that wait in a lane, in order, read a few at a time: a lane may be very long."""

from collections.abc import Iterator

from shared.delivery.inbox.event import position_key
from shared.delivery.records import Lane, ParkedEvent
from shared.store.session import Session

FEW = 64
WIDEST = 2**24
BELOW_ALL, ABOVE_ALL = -1, 2**62
READ_AT_ONCE = 32
READ_BYTES = 512 * 1024  # of events that are read at once; one may be larger


def waiting_in(session: Session, lane: Lane) -> Iterator[ParkedEvent]:
    """Give the events of a lane from its head on; only those that are asked for are read."""
    head = session.find(ParkedEvent, position_key(lane.id, lane.head))
    if head is not None:
        yield head
    many = 1
    for keys in _windows(session, lane, lane.head if head else BELOW_ALL):
        left = keys
        while left:
            part, left = left[:many], left[many:]
            found = list(session.load(ParkedEvent, part).values())
            yield from found
            size = sum(len(parked.body) for parked in found) or 1
            many = max(1, min(READ_AT_ONCE, READ_BYTES * len(part) // size))


def _windows(session: Session, lane: Lane, after: int) -> Iterator[list[str]]:
    """Give the keys behind a number, in order, from ranges that hold few of a long lane.

    Numbers may lie far apart; the embedded server reads all of a range, whatever its limit.
    """
    width, given = FEW, 1
    while lane.waiting - given > FEW and width < WIDEST:
        keys = session.keys_in_range(
            ParkedEvent, "sequence", after, after + width + 1, lane=lane.id
        )
        after += width
        width = FEW if keys else width * 4
        given += len(keys)
        yield keys
    yield session.keys_in_range(ParkedEvent, "sequence", after, ABOVE_ALL, lane=lane.id)
