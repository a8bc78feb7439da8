"""The contents of a bulletin, a pure function of the obligations.

A duty belongs to the month in which it was opened, to the one in which it ended, and to each in
which its breach fell; a bulletin covers all three, so that no duty is lost between months.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.states import ObligationState
from shared.handling import LEGAL_ZONE
from shared.store import document

HOUR_S = 3600.0
CASE = "case"
LAPSED_IS_NO_BREACH = ObligationState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Month:
    """A month in Jinzhong: from its first instant until before `until`."""

    name: str
    since: datetime
    until: datetime

    def holds(self, at: datetime | None) -> bool:
        """Return whether an instant lies in the month."""
        return at is not None and self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class RuleTally:
    """The number of duties under one rule, and of those that were late."""

    rule: str
    title: str
    opened: int
    fulfilled: int
    late: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Breach:
    """A duty that was not fulfilled by the end of the month, or at the time of the bulletin."""

    obligation_id: str
    title: str
    subject: str
    last_day: date | None
    due_at: datetime
    hours_late: float
    basis: tuple[str, ...]


@document("bulletins", title="月度通报", key="name")
class Bulletin:
    """How one department met its deadlines in one month. A view: it is computed on request.

    Delays are in hours, for duties fulfilled late in the month and for those still owed at its end.
    `cases` counts cases by the duty that was open last at the end of the month.
    """

    name: str
    department: str
    month: str
    made_at: datetime
    opened: int
    in_time: int
    late: int
    overdue: int
    withdrawn: int
    open: int
    median_delay_h: float | None
    worst_delay_h: float | None
    rungs: tuple[RuleTally, ...]
    cases: tuple[tuple[str, int], ...]
    breaches: tuple[Breach, ...]


def month_of(name: str) -> Month:
    """Parse a month such as 2026-10; `ValueError` for anything else."""
    year, month = (int(part) for part in name.split("-", 1))
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    if f"{first:%Y-%m}" != name:
        raise ValueError(name)
    return Month(name, _midnight(first), _midnight(following))


def bulletin_of(
    department: str, month: Month, obligations: Iterable[Obligation], now: datetime
) -> Bulletin:
    """Compute the bulletin of a department: its duties by the end of the month or until now."""
    end = min(month.until, now)
    own = [
        obligation
        for obligation in obligations
        if obligation.owner == department and obligation.opened_at < month.until
    ]
    opened = [duty for duty in own if month.holds(duty.opened_at)]
    ended = [duty for duty in own if not duty.open and month.holds(duty.ended_at)]
    done = [duty for duty in ended if duty.state is ObligationState.FULFILLED]
    overdue = [duty for duty in own if _is_owed_late(duty, end)]
    delays = [_delay_h(duty, duty.ended_at or end) for duty in done if duty.late]
    delays += [_delay_h(duty, end) for duty in overdue]
    return Bulletin(
        name=f"{month.name}/{department}",
        department=department,
        month=month.name,
        made_at=now,
        opened=len(opened),
        in_time=sum(1 for duty in done if not duty.late),
        late=sum(1 for duty in done if duty.late),
        overdue=len(overdue),
        withdrawn=len(ended) - len(done),
        open=sum(1 for duty in own if _is_open_at(duty, end)),
        median_delay_h=round(median(delays), 1) if delays else None,
        worst_delay_h=round(max(delays), 1) if delays else None,
        rungs=_rule_tallies(opened, done, overdue),
        cases=_cases(own, end),
        breaches=tuple(_breach(duty, end) for duty in sorted(overdue, key=_due)),
    )


def _rule_tallies(
    opened: Sequence[Obligation], done: Sequence[Obligation], overdue: Sequence[Obligation]
) -> tuple[RuleTally, ...]:
    titles = {duty.rule: duty.title for duty in (*opened, *done, *overdue)}
    first = Counter(duty.rule for duty in opened)
    good = Counter(duty.rule for duty in done)
    late = Counter(duty.rule for duty in done if duty.late)
    owed = Counter(duty.rule for duty in overdue)
    return tuple(
        RuleTally(rule, titles[rule], first[rule], good[rule], late[rule], owed[rule])
        for rule in sorted(titles)
    )


def _cases(own: Sequence[Obligation], end: datetime) -> tuple[tuple[str, int], ...]:
    latest: dict[str, Obligation] = {}
    for duty in sorted(own, key=lambda one: (one.started_at, one.id)):
        if duty.thread.startswith(f"{CASE}:") and _is_open_at(duty, end):
            latest[duty.thread] = duty
    return tuple(Counter(duty.title for duty in latest.values()).most_common())


def _is_open_at(duty: Obligation, end: datetime) -> bool:
    return duty.opened_at < end and (
        duty.open or (duty.ended_at is not None and duty.ended_at >= end)
    )


def _is_owed_late(duty: Obligation, end: datetime) -> bool:
    """Return whether a duty was overdue at an instant; a lapsed opportunity is no breach."""
    if duty.due_at is None or duty.due_at >= end or not _is_open_at(duty, end):
        return False
    return duty.open or duty.state is not LAPSED_IS_NO_BREACH


def _delay_h(duty: Obligation, until: datetime) -> float:
    return (until - _due(duty)).total_seconds() / HOUR_S


def _due(duty: Obligation) -> datetime:
    return duty.due_at or duty.started_at + timedelta()


def _breach(duty: Obligation, end: datetime) -> Breach:
    hours = round(_delay_h(duty, end), 1)
    return Breach(duty.id, duty.title, duty.key, duty.last_day, _due(duty), hours, duty.basis)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LEGAL_ZONE)
