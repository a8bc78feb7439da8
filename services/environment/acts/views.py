"""What was known of a plot, at any point in both times: as a day has it, as it was known when."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act that counted: its event, its legal day, and when this bureau learnt of it."""

    act_id: str
    event_id: str
    type: str
    effective_on: date
    known_at: datetime
    document_number: str


@dataclass(frozen=True, slots=True)
class StandingAsOf:
    """The standing of a plot as of a legal day, by what was known at an instant.

    `standing` is "未登记" before any act recorded the plot.
    """

    plot_code: str
    on: date
    known_at: datetime
    standing: str
    suspected: bool
    conditions: tuple[str, ...]
    acts: tuple[KnownAct, ...]


@dataclass(frozen=True, slots=True)
class DecisionKnowledge:
    """What was known when an answer was given, what is known now, and what differs."""

    application_id: str
    state: str
    answered_at: datetime | None
    then: tuple[StandingAsOf, ...]
    now: tuple[StandingAsOf, ...]
    differences: tuple[str, ...]
