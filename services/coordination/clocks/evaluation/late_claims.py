"""Late claims: something was done before a breach, but the event arrived after it."""

from dataclasses import replace
from itertools import islice

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.evaluation.clock import Clock
from services.coordination.clocks.history import ChangeReason
from services.coordination.clocks.observed import LateClaim, ObservedEvent
from services.coordination.clocks.titles import minute, title_of

MOST_CLAIMS = 8
"""The number of late claims shown with a clock: the first to arrive."""


def claims_of(known: Obligation | None, clock: Clock) -> tuple[LateClaim, ...]:
    """List the claims about a clock; a claim that is no longer open was accepted."""
    open_ones = {event.id: _claim(event) for event in clock.claims}
    before = known.claims if known else ()
    kept = tuple(replace(claim, accepted=claim.event not in open_ones) for claim in before)
    seen = {claim.event for claim in before}
    fresh = (claim for name, claim in open_ones.items() if name not in seen)
    return (*kept, *islice(fresh, max(0, MOST_CLAIMS - len(kept))))


def words_of_claim(claim: LateClaim) -> ChangeReason:
    """Describe in words what is claimed by whom, and when the claim arrived."""
    said, came = minute(claim.claimed_on), minute(claim.arrived)
    why = f"称{said}已“{claim.what}”，{came}才到达；未经负责人采信，不改变已告知的结果"
    return ChangeReason(claim.by, "事后主张", why)


def _claim(event: ObservedEvent) -> LateClaim:
    return LateClaim(event.id, title_of(event), event.by, event.at, event.arrived or event.at)
