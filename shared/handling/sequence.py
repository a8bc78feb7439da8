"""Sequence numbers and their eras: after a data loss, numbers continue in a new era.

A number issued twice would conflict for every subscriber that received the first event. Events in
queues when a database is lost cannot be counted, so numbers jump to the next million. Subscribers
check predecessors, not contiguity, so the jump causes no gap.
"""

from dataclasses import field

from liandong.envelope.validation import LARGEST_SEQUENCE
from shared.store.document import document

EPOCH_SIZE = 1_000_000
MAX_SEQUENCE = 2_000 * EPOCH_SIZE
"""The highest accepted number; higher ones that fit into 31 bits are reserved for repair."""

FIRST = 100_000
"""The largest offset in an era of the first number of a subject that a subscriber sees.

Numbers of restricted events are hidden, so the first visible one need not be 1.
"""

REACH = 100


@document("sequences", title="序号", key="subject")
class SequenceState:
    """The numbering of a subject: its last sequence number, in total and per topic.

    Topics of restricted events are stored apart: only restricted events may name them.
    """

    subject: str
    last: int = 0
    position: int = 0
    topics: dict[str, int] = field(default_factory=dict)
    restricted: dict[str, int] = field(default_factory=dict)


def next_epoch(highest: int) -> int:
    """Return the number after which the next era begins, above all numbers up to `highest`."""
    return (highest // EPOCH_SIZE + 1) * EPOCH_SIZE


def may_begin(number: int) -> bool:
    """Return whether the first event of a subject that a subscriber sees may have this number."""
    return number % EPOCH_SIZE <= FIRST and number <= MAX_SEQUENCE // 2


def farthest(known: int) -> int:
    """Return the highest number that may have been issued after `known`: `REACH` eras further.

    A peer that reports a higher one is wrong; trusting it would exhaust all numbers.
    """
    return min(known + REACH * EPOCH_SIZE, LARGEST_SEQUENCE - EPOCH_SIZE)


def next_number(number: int, floor: int) -> int:
    """Return the number after the last one of a subject, in the era that begins after `floor`."""
    return max(number, floor) + 1
