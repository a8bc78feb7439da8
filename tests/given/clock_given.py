"""Fixtures for the tests of statutory clocks: an office, case steps and Jinzhong times."""

import itertools
from datetime import datetime
from typing import Any

from services.casework.steps.messages import CaseStepTaken, Complexity, Step, Track
from services.coordination.clocks.domain import Obligation
from shared.handling.unit_of_work import LEGAL_ZONE
from shared.testing.world import FakeDepartment, World, envelope_of

CASE = "k-1"
SOIL, LAND, FARM, POLICE = "environment", "natural_resources", "agriculture", "public_security"
PROSECUTOR = "procuratorate"
TOLD_TO_REFERRER = (Step.TRANSFER_DEMANDED, Step.NON_PROSECUTION_TOLD)
HANDED_OVER = (
    (Step.SUSPECTED, SOIL, "10-08 09:00"),
    (Step.REPORTED, SOIL, "10-08 10:00"),
    (Step.APPROVED, SOIL, "10-08 11:00"),
    (Step.SENT, SOIL, "10-09 09:00"),
)
_numbers = itertools.count(1)


def at(text: str) -> datetime:
    """Parse a Jinzhong time of 2026, such as `10-09 08:30`."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=LEGAL_ZONE)


def step(
    what: Step,
    by: str,
    when: str,
    *,
    track: Track = Track.CRIMINAL,
    referred_by: str = SOIL,
    complexity: Complexity = Complexity.ORDINARY,
    approved: bool = False,
    case_id: str = CASE,
) -> CaseStepTaken:
    """Make an event that reports a step of a case."""
    return CaseStepTaken(
        case_id, track, what, by, at(when), referred_by, POLICE, "140727", complexity, approved
    )


class Office:
    """The coordination office with its clocks, and a settable time."""

    def __init__(self) -> None:
        self.world = World("coordination")
        self.department: FakeDepartment = self.world.coordination

    def hears(self, *steps: CaseStepTaken, event_id: str | None = None) -> None:
        """Deliver steps, each published by the department that took it.

        A step of the procuratorate is published by the department that was notified of it.
        """
        for told in steps:
            to_referrer = told.step in TOLD_TO_REFERRER
            voice = told.referred_by if to_referrer else POLICE
            sender = voice if told.taken_by == PROSECUTOR else told.taken_by
            name = event_id or f"e{next(_numbers):04}"
            self.world.now = max(self.world.now, told.taken_at)  # no event precedes its step
            self.department.deliver(envelope_of(told, name, None, sender, told.taken_at))

    def at(self, when: str) -> None:
        """Set the time and run the office's periodic check."""
        self.world.now = at(when)
        self.department.tick()

    def clocks(self, rule: str) -> list[Obligation]:
        """Return the clocks of a rule, ordered by their start."""
        found = [one for one in self.department.store.all(Obligation) if one.rule == rule]
        return sorted(found, key=lambda one: one.started_at)

    def clock(self, rule: str) -> Obligation:
        """Return the only clock of a rule."""
        (found,) = self.clocks(rule)
        return found

    def told(self, rule: str) -> list[str]:
        """Return the short names of the events published about a rule's clocks, in order."""
        return [
            type(event).__name__.removeprefix("Obligation")
            for event in self.department.published()
            if getattr(event, "rule", None) == rule
        ]

    def last_day(self, rule: str) -> Any:
        """Return the last day of a rule's only clock, such as `10-12`."""
        day = self.clock(rule).last_day
        return day and f"{day:%m-%d}"
