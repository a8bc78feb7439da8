"""Keep threads small: what no open clock needs any more goes into a page that is never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from services.coordination.clocks.clock import Clock, clock_id
from services.coordination.clocks.domain import Thread, ThreadPage
from services.coordination.clocks.events import Events
from services.coordination.clocks.folding import acts_told, placing
from services.coordination.clocks.heard import Heard
from services.coordination.clocks.late_claims import MOST_CLAIMS
from services.coordination.clocks.matching import any_matches
from services.coordination.clocks.measuring import lasting, supports
from services.coordination.clocks.rule import Rule, Rulebook

MOST = 64
"""A thread of so many events is looked through; cases as they are have a third of that."""
RECENT = 32
"""So many events are kept in any case: what arrives late is put in order among them."""
MOST_CLAIMED = 10
"""So many ended clocks are kept workable for a claim that the head of the office may accept."""
LEAST = 16


def narrowed(
    thread: Thread, clocks: Sequence[Clock], book: Rulebook
) -> tuple[Thread, ThreadPage | None]:
    """Put away what cannot matter any more, once there is much of it."""
    if len(thread.heard) <= MOST:
        return thread, None
    needed = set(_needed(thread, clocks, book))
    away = tuple(at for at in thread.heard if at.id not in needed)
    if len(away) < LEAST:
        return thread, None
    heard, skew = Events(acts_told(thread)), book.threads[thread.kind].skew
    workable = {at.id for at in clocks if _is_workable(at, needed, heard, skew)}
    rules = tuple(book.rules_of(thread.kind))
    kept = tuple(
        replace(at, done=_done(at, rules, workable)) for at in thread.heard if at.id in needed
    )
    page = ThreadPage(f"{thread.id}/{thread.pages:06}", thread.id, away)
    small = replace(
        thread,
        heard=kept,
        acts=tuple(at for at in thread.acts if at.obligation in workable),
        obligations=tuple(name for name in thread.obligations if name in workable),
        pages=thread.pages + 1,
    )
    return small, page


def _needed(thread: Thread, clocks: Sequence[Clock], book: Rulebook) -> Iterator[str]:
    """Name the events that are recent, that a clock needs, or that a rule looks back at."""
    yield from (at.id for at in thread.heard[-RECENT:])
    heard = Events(acts_told(thread))
    skew = book.threads[thread.kind].skew
    open_clocks = [at for at in clocks if at.end is None]
    claimed = [at for at in clocks if at.end is not None and at.claims][-MOST_CLAIMED:]
    followed = {(at.rule.follows, at.start.id) for at in open_clocks if at.rule.follows}
    before = [at for at in clocks if at.end and (at.rule.id, at.end.heard.id) in followed]
    for clock in (*open_clocks, *claimed, *before):
        yield clock.start.id
        yield from (at.id for at in _lasting(clock, heard))
        claims = {at.id for at in clock.claims}
        yield from [at.id for at in thread.heard if at.id in claims][:MOST_CLAIMS]
        if clock.end is not None:
            yield clock.end.heard.id
        if (context := placing(clock.rule, clock.start, heard, skew)) is not None:
            yield context.id
    for rule in book.rules_of(thread.kind):
        looked_at = [rule.fulfilled, rule.withdrawn, rule.latest.of if rule.latest else ()]
        for matches in looked_at:
            yield from [at.id for at in heard.of(matches)][-1:]
        yield from [at.id for at in heard.of(rule.starts)][:1]


def _lasting(clock: Clock, heard: Events) -> Iterator[Heard]:
    """List what made the period of a clock longer or stopped it."""
    events = supports(clock.rule, clock.limit, heard)
    for at in lasting(clock.rule, clock.limit, clock.start, events):
        if clock.end is None or at.at <= clock.end.at:
            yield at


def _is_workable(clock: Clock, needed: set[str], heard: Events, skew: timedelta) -> bool:
    """Tell whether all is kept that a clock follows from."""
    if clock.end is None:
        return True
    context = placing(clock.rule, clock.start, heard, skew)
    follows = (clock.start, clock.end.heard, *_lasting(clock, heard), context or clock.start)
    return not clock.rule.follows and all(at.id in needed for at in follows)


def _done(told: Heard, rules: Sequence[Rule], workable: set[str]) -> tuple[str, ...]:
    """Name the rules whose clocks from this start are not worked out again."""
    gone = {
        rule.id
        for rule in rules
        if any_matches(rule.starts, told) and clock_id(told, rule) not in workable
    }
    return tuple(sorted(gone | set(told.done)))
