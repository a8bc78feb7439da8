"""Eras of numbering: after a loss, numbers go on far behind all that others may have heard.

A number that was given twice would be a fault for whoever heard the first one. What lay in queues
when a database was lost cannot be counted, so numbers jump to the next million; receivers look at
predecessors, not at gaps, so the jump costs nothing.
"""

from liandong.envelope.validation import LARGEST_SEQUENCE

EPOCH_SIZE = 1_000_000
MOST = 2_000 * EPOCH_SIZE
"""The highest number that is taken; behind it numbers that fit into 31 bits are left for repair."""

FIRST = 100_000
"""How far behind the start of an era the first number of a subject that is told may lie.

Numbers of restricted events are not told, so the first one that is need not be 1.
"""

REACH = 100


def next_epoch(highest: int) -> int:
    """Tell the number behind which the next era begins, above all numbers up to `highest`."""
    return (highest // EPOCH_SIZE + 1) * EPOCH_SIZE


def may_begin(number: int) -> bool:
    """Tell whether the first event that is told of a subject may have this number."""
    return number % EPOCH_SIZE <= FIRST and number <= MOST // 2


def farthest(known: int) -> int:
    """Tell the highest number that may have been given since `known` was: `REACH` eras further.

    Whoever tells of a higher one is wrong; believed, it would use up all numbers that there are.
    """
    return min(known + REACH * EPOCH_SIZE, LARGEST_SEQUENCE - EPOCH_SIZE)


def following(number: int, floor: int) -> int:
    """Give the number after the last one of a subject, in the era that begins behind `floor`."""
    return max(number, floor) + 1
