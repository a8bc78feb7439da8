"""Long histories: a thread stays small, and its clocks equal those of the full history."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from clock_given import FARM, POLICE, PROSECUTOR, SOIL, Office, at

from services.casework.procedures.authorization import OPENING
from services.casework.procedures.criminal import ENVIRONMENTAL, GENERAL
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.procedure import Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import CaseStepTaken, Complexity, Step
from services.coordination.clocks.domain import Doubt, EventThread, Obligation, ThreadPage
from services.coordination.clocks.evaluation.compaction import MOST
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.obligations.reconcile import VANISHED
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Expiry
from services.coordination.clocks.states import DoubtState
from shared.calendar import latest
from shared.testing.world import envelope_of

CASES = {
    "环保刑事": (ENVIRONMENTAL, SOIL),
    "其他刑事": (GENERAL, FARM),
    "拘留": (DETENTION, SOIL),
}
LOOPS = {
    Step.RECEIPTED,
    Step.FORWARDED,
    Step.SUPPLEMENT_REQUESTED,
    Step.SUPPLEMENTED,
    Step.CONSULTED,
    Step.CONSULTATION_ANSWERED,
    Step.ENTERED,
}
"""Steps that a case may repeat."""
ENDINGS = {
    Step.REFUSED, Step.NOT_COMPETENT, Step.CLOSED, Step.REJECTED, Step.DETAINED, Step.CHARGED
}  # fmt: skip


def walk(procedure, referrer, seed, length):
    """Generate a lawful random history of (publisher, event), with hours between the steps."""
    chance, where, when = random.Random(seed), Position(procedure.first), at("01-05 09:00")
    yield referrer, told(procedure, referrer, OPENING[procedure.track], Organ.REFERRER, when, where)
    for _ in range(length):
        when += timedelta(minutes=chance.choice([7, 90, 400, 3000]))
        fitting = [move for move in procedure.moves if move.fits(where)]
        if not fitting:
            return
        onward = [move for move in fitting if move.step not in ENDINGS] or fitting
        lively = [move for move in onward if move.step in LOOPS]
        move = chance.choice(lively if lively and chance.random() < 0.93 else onward)
        where = move.leads(where)
        organ = move.organ
        if organ is Organ.PROCURATORATE:
            voices = [
                one for one in (Organ.REFERRER, Organ.PUBLIC_SECURITY) if one in move.informed
            ]
            organ = chance.choice(voices)
        publisher = {Organ.REFERRER: referrer}.get(organ, POLICE)
        yield publisher, told(procedure, referrer, move.step, move.organ, when, where)


def told(procedure, referrer, what, organ, when, where):
    by = {Organ.REFERRER: referrer, Organ.PUBLIC_SECURITY: POLICE}.get(organ, PROSECUTOR)
    major = CaseMark.MAJOR in where.marks
    complexity = Complexity.ORDINARY
    if what is Step.CHECK_EXTENDED:
        complexity = Complexity.MAJOR if major else Complexity.NEEDS_CHECK
    return CaseStepTaken(
        "k-1", procedure.track, what, by, when, referrer, POLICE, "140727", complexity, major
    )


def mixed(history, seed, lag):
    """Interleave publishers with a lag of up to `lag` steps, each in its own order; repeat some."""
    chance = random.Random(seed)
    lines = {}
    for number, (publisher, what) in enumerate(history):
        lines.setdefault(publisher, []).append((number, publisher, what))
    while any(lines.values()):
        first = min(line[0][0] for line in lines.values() if line)
        ready = [line for line in lines.values() if line and line[0][0] <= first + lag]
        yield chance.choice(ready).pop(0)


def office_that_hears(history, seed, lag, repeats=0.0):
    office, chance = Office(), random.Random(seed)
    office.world.now = at("01-05 09:00")
    for number, publisher, what in mixed(history, seed, lag):
        office.world.now = max(office.world.now, what.taken_at)
        envelope = envelope_of(what, f"e{number:04}", None, publisher, what.taken_at)
        for _ in range(1 + (chance.random() < repeats)):
            office.department.deliver(envelope)
    return office


def whole(office):
    """Return the thread with its archived pages merged in, and the stored thread."""
    (thread,) = office.department.store.all(EventThread)
    pages = sorted(office.department.store.all(ThreadPage), key=lambda page: page.id)
    heard = {one.id: one for one in (*(x for p in pages for x in p.heard), *thread.heard)}
    plain = tuple(replace(one, done=()) for one in heard.values())
    return EventThread(thread.id, thread.kind, thread.key, plain, opened=thread.opened), thread


def kept(office):
    return {
        one.id: (
            one.rule, one.owner, one.started_at, one.due_at, one.ended_by, one.ended_at, one.late,
            one.length, len(one.pauses),
        )
        for one in office.department.store.all(Obligation)
        if one.ended_type != VANISHED
    }  # fmt: skip


def lapsed(clock, now):
    return clock.rule.expiry is Expiry.LAPSES and clock.due_at is not None and now >= clock.due_at


def folded(thread, now):
    """Compute the clocks of the full history, including chances that have lapsed."""
    found = {}
    for clock in clocks_of(thread, rulebook(), latest()):
        end = clock.end
        ends = (end.heard.id, end.at) if end else (None, None)
        if end is None and lapsed(clock, now):
            ends = (None, clock.due_at)
        found[clock.id] = (
            clock.rule.id, clock.owner, clock.count.start, clock.due_at, *ends, clock.late,
            clock.count.period.length, len(clock.count.pauses),
        )  # fmt: skip
    return found


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", CASES)
def test_what_is_put_away_changes_no_clock_however_long_the_history(name, seed):
    procedure, referrer = CASES[name]
    history = list(walk(procedure, referrer, seed, 220))
    assert len(history) > 2 * MOST

    office = office_that_hears(history, seed, lag=4, repeats=0.1)
    office.department.tick()

    everything, thread = whole(office)
    assert doubtful(office) == []
    assert len(everything.heard) == len(history)
    assert len(thread.heard) <= MOST + 16
    assert kept(office) == folded(everything, office.world.now)


def doubtful(office):
    return [
        (one.what, one.reason)
        for one in office.department.store.all(Doubt)
        if one.state not in (DoubtState.BELIEVED, DoubtState.CLAIMED)
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_same_history_in_other_orders_makes_the_same_clocks(name):
    """All events arrive long after the acts and at one time, so that only their order differs."""
    procedure, referrer = CASES[name]
    history = list(walk(procedure, referrer, 7, 40))

    found = [kept(late_office(history, seed, lag)) for seed, lag in ((0, 0), (1, 3), (2, 40))]

    assert found[0] == found[1] == found[2]


def late_office(history, seed, lag):
    office = Office()
    office.world.now = at("12-30 09:00")
    for number, publisher, what in mixed(history, seed, lag):
        envelope = envelope_of(what, f"e{number:04}", None, publisher, what.taken_at)
        office.department.deliver(envelope)
    office.department.tick()
    return office


@pytest.mark.parametrize("what", [Step.CONSULTED, Step.ENTERED, Step.REPORTED])
def test_what_is_read_and_written_for_one_event_does_not_grow(what):
    """Counted in the items of a thread, not in seconds: the 400th event needs no more."""
    office, sizes = Office(), []
    for number in range(400):
        when = at("10-09 09:00") + timedelta(milliseconds=number)
        office.world.now = when
        step = CaseStepTaken("k-1", GENERAL.track, what, FARM, when, FARM, POLICE, "140727")
        office.department.deliver(envelope_of(step, f"e{number:04}", None, FARM, when))
        (thread,) = office.department.store.all(EventThread)
        sizes.append((len(thread.heard), len(thread.obligations), len(thread.waiting)))

    heard, obligations, _ = zip(*sizes, strict=True)
    assert max(heard) <= MOST + 16
    assert max(obligations) <= MOST
    assert sum(len(page.heard) for page in office.department.store.all(ThreadPage)) >= 300
