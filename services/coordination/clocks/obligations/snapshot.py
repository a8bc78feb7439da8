"""Convert a clock to the obligation that is stored and shown."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.evaluation.clock import Clock
from services.coordination.clocks.evaluation.starts import day_of
from services.coordination.clocks.rulebook.limit import LimitForm
from services.coordination.clocks.titles import field_title, title_of
from services.law.citations import read_citation
from services.law.registry import text_of
from services.law.texts import LegalText
from shared.calendar import Unit, begin_of, explain, legal_day

PORTIONS = 256
"""The number of portions of open clocks; a recount processes some portions at a time."""


def to_obligation(clock: Clock, book: str, now: datetime) -> Obligation:
    """Convert a running clock to an obligation."""
    start, count = clock.start, clock.count
    period = count.period
    return Obligation(
        id=clock.id,
        rule=clock.rule.id,
        limit=clock.limit.id,
        title=clock.rule.title,
        owner=clock.owner,
        thread=clock.thread,
        key=clock.key,
        act_id=start.id,
        act_type=start.event,
        act_title=title_of(start),
        acted_by=start.by,
        correlation=start.correlation,
        basis=basis_of(clock),
        mark=clock.limit.mark.value,
        calendar=count.calendar.version,
        rulebook=book,
        started_at=clock.started_at,
        length=period.length,
        unit=period.unit,
        opened_at=now,
        due_at=count.due_at,
        last_day=count.last_day,
        warn_at=clock.warn_at,
        provisional=count.provisional,
        pauses=count.pauses,
        counted=_explained(clock),
        portion=portion_of(clock.thread),
        division=clock.division,
        duty_of=(clock.rule.duty_of or ""),
    )


def _explained(clock: Clock) -> str:
    """Explain a count; for days only the first day matters, so many clocks share the result."""
    count, begun = clock.count, _beginning(clock)
    if count.period.unit is Unit.HOUR:
        return explain(count, begun)
    return _once(replace(count, start=begin_of(legal_day(count.start))), begun)


def _beginning(clock: Clock) -> str:
    """Return the Chinese name of what a count begins with: the act, or the day that it names."""
    act = title_of(clock.start)
    if not clock.limit.anchor:
        return act
    named = f"“{act}”所载{field_title(clock.start.event, clock.limit.anchor)}"
    return named if clock.limit.form is LimitForm.DUE else f"（{named}）起算"


_once = lru_cache(maxsize=10_000)(explain)


def basis_of(clock: Clock) -> tuple[str, ...]:
    """Return the legal texts for the length that applies, those of the extension if there is one.

    Only texts that were in force on the date of the act.
    """
    basis = clock.limit.basis
    for longer in clock.limit.extend:
        if longer.period == clock.count.period:
            basis = longer.basis
            break
    return _in_force(basis, day_of(clock.start))


@lru_cache(maxsize=10_000)
def _in_force(basis: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Drop texts that were not in force on the date of the act [code.1057, code.1242].

    A yearly plan that has ended without a successor stays the source of a city's setting.
    """
    held = (
        source
        for source in basis
        if all(_was_in_force(text_of(one), day) for one in read_citation(source))
    )
    return tuple(held) or basis


def _was_in_force(text: LegalText, day: date) -> bool:
    if text.in_force_on(day):
        return True
    begun = text.in_force_from is None or text.in_force_from <= day
    return begun and not text.repealed_by


def portion_of(thread: str) -> int:
    """Return the part in which the open clocks of a thread are recounted."""
    return crc32(thread.encode()) % PORTIONS


def with_better_certainty(known: Obligation, picture: Obligation) -> Obligation:
    """Copy the fields that are not published: how certain the same end is, and the warning time."""
    return replace(
        known,
        warn_at=picture.warn_at,
        calendar=picture.calendar,
        provisional=picture.provisional,
        claims=picture.claims,
        division=picture.division,
        duty_of=picture.duty_of,
    )


def published_fields(obligation: Obligation) -> tuple[Any, ...]:
    """Return the published fields; a calendar that changes none of them causes no event."""
    return (
        obligation.started_at,
        obligation.due_at,
        obligation.owner,
        obligation.basis,
        obligation.limit,
        obligation.length,
        obligation.pauses,
    )
