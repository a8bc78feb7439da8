"""The parked events of a lane, in order, read a few at a time: a lane may be very long."""

from collections.abc import Iterator

from shared.delivery.inbox.event import position_key
from shared.delivery.records import Lane, ParkedEvent
from shared.store.session import Session

FEW = 64
WIDEST = 2**24
BELOW_ALL, ABOVE_ALL = -1, 2**62
READ_AT_ONCE = 32
READ_BYTES = 512 * 1024  # of events that are read at once; a single one may be larger


def waiting_in(session: Session, lane: Lane) -> Iterator[ParkedEvent]:
    """Yield the events of a lane from its head on, read lazily."""
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
    """Yield the keys after a sequence number, in order, from ranges that hold few keys each.

    The range widens while it is empty, since numbers may lie far apart. A query with a limit would
    not do: the embedded server reads all of a range, whatever the limit.
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
