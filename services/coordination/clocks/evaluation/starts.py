"""What a start begins: the limit that applies, the owner, the division, the earlier decision."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.anchor import anchor_of
from services.coordination.clocks.evaluation.event_index import Events
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.rulebook.match import any_matches, holds
from services.coordination.clocks.rulebook.rule import ClockRule
from shared.calendar import legal_day
from shared.vocabulary import city_code, division_of


def limit_for(rule: ClockRule, start: ObservedEvent) -> Limit | None:
    """Choose the length by the date of the act and by its own fields; the first match wins.

    A limit whose day the act does not name gives way to the next. Raises `UncountableError` if
    there is none, or if the day that is named cannot be counted.
    """
    fitting = tuple(_fitting(rule, start))
    if not fitting:
        return None
    named = (limit for limit in fitting if not limit.anchor or start.said.get(limit.anchor))
    limit = next(named, fitting[0])
    if limit.anchor:
        anchor_of(limit, start)
    return limit


def _fitting(rule: ClockRule, start: ObservedEvent) -> Iterator[Limit]:
    day = day_of(start)
    for limit in rule.limits:
        if limit.holds_on(day) and holds(limit.where, start.said):
            yield limit


def day_of(start: ObservedEvent) -> date:
    """Return the date whose law applies to an act: when it took effect, else when it was done."""
    return start.acted_on or legal_day(start.at)


def owner_of(rule: ClockRule, start: ObservedEvent) -> str:
    """Return the owner of the duty that a start creates."""
    if rule.owner == "@by":
        return start.by
    if rule.owner == "@other":
        organs = (start.said["referred_by"], start.said["handled_by"])
        return organs[1] if start.by == organs[0] else organs[0]
    return start.said[rule.owner[1:]] if rule.owner.startswith("@") else rule.owner


def context_matches(rule: ClockRule, start: ObservedEvent, events: Events, skew: timedelta) -> bool:
    """Return whether the latest of some events before the start matches the rule's condition."""
    if rule.latest is None:
        return True
    before = context_of(rule, start, events, skew)
    return before is not None and any_matches(rule.latest.among, before)


def context_of(
    rule: ClockRule, start: ObservedEvent, events: Events, skew: timedelta
) -> ObservedEvent | None:
    """Return the latest of the events that a rule looks up before its start."""
    if rule.latest is None:
        return None
    until = start.at + skew
    before = [event for event in events.of(rule.latest.of) if event.at <= until]
    return before[-1] if before else None


def division_for(rule: ClockRule, start: ObservedEvent, thread: EventThread, events: Events) -> str:
    """Return the division that a duty concerns: by the rule's field, the start, the matter.

    A matter concerns the county that its events name first, else that of its plot or parcel code,
    else the city.
    """
    return (
        division_of(start.said.get(rule.division[1:], "") if rule.division else "")
        or start.division
        or first_division(thread, events)
        or division_of(thread.key)
        or city_code()
    )


def first_division(thread: EventThread, events: Events) -> str:
    """Return the county that the events of a matter name first, "" if none does."""
    if thread.division:
        return thread.division
    return next((event.division for event in events.heard if event.division), "")
