"""Eras of numbering: after a loss, numbers go on far behind all that others may have heard.

A number that was given twice would be a fault for whoever heard the first one. What lay in queues
when a database was lost cannot be counted, so numbers jump to the next million; receivers look at
predecessors, not at gaps, so the jump costs nothing.
"""

ERA = 1_000_000


def next_era(highest: int) -> int:
    """Tell the number behind which the next era begins, above all numbers up to `highest`."""
    return (highest // ERA + 1) * ERA


def following(number: int, floor: int) -> int:
    """Give the number after the last one of a subject, in the era that begins behind `floor`."""
    return max(number, floor) + 1
