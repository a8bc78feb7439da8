"""When what failed is tried again: later each time, and after enough attempts by a person."""

import random
from datetime import datetime, timedelta

from shared.errors import RejectedError
from shared.handling.claim_check import ContentMissingError

ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=5)
MOST_DOUBLINGS = 10
FETCHED_LATER = 3  # doublings: a lane whose content comes is tried at once


def next_retry_at(attempts: int, now: datetime, error: Exception | None = None) -> datetime | None:
    """Wait longer each time; what can never work, and what failed too often, needs a person.

    Content is asked for without end: it is its publisher who must come back, and nobody here.
    """
    fetched = isinstance(error, ContentMissingError)
    enough = attempts >= ATTEMPTS and not fetched
    if isinstance(error, RejectedError) or enough:
        return None
    return now + pause_of(attempts + FETCHED_LATER if fetched else attempts)


def pause_of(attempts: int) -> timedelta:
    """Tell how long to wait after so many attempts: longer each time, and never the same."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    longest: timedelta = min(FIRST_DELAY * 2**doublings, LONGEST_DELAY)
    return longest * random.uniform(0.75, 1.0)  # noqa: S311  spreads load, guards nothing
