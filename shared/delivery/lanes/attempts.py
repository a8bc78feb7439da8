"""The retry schedule of lanes: exponential backoff, then manual action."""

import random
from datetime import datetime, timedelta

from shared.errors import RejectedError
from shared.handling.claim_check import ContentMissingError

ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=5)
MOST_DOUBLINGS = 10
FETCHED_LATER = 3  # more doublings, as a lane is retried at once when its content is fetched


def next_retry_at(attempts: int, now: datetime, error: Exception | None = None) -> datetime | None:
    """Return when to retry; None if manual action is needed.

    That is at once for a permanent error (`RejectedError`), otherwise after `ATTEMPTS` attempts.
    Missing content is requested without limit: nobody here can act until its publisher is back.
    """
    fetched = isinstance(error, ContentMissingError)
    enough = attempts >= ATTEMPTS and not fetched
    if isinstance(error, RejectedError) or enough:
        return None
    return now + pause_of(attempts + FETCHED_LATER if fetched else attempts)


def pause_of(attempts: int) -> timedelta:
    """Return the delay after a number of attempts: exponential, capped, with jitter."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    longest: timedelta = min(FIRST_DELAY * 2**doublings, LONGEST_DELAY)
    return longest * random.uniform(0.75, 1.0)  # noqa: S311  spreads load, guards nothing
