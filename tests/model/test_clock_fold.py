"""The fold is independent of order and repetition: same clocks, each event published once."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from clock_given import LAND, POLICE, SOIL, Office, at, step
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.casework.messages import ClueAccepted, ClueReported, Matter
from services.casework.steps.messages import Complexity, Step
from services.coordination.clocks.domain import EventThread, Obligation
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.obligations.reconcile import VANISHED
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.states import ObligationState
from services.coordination.ledger.domain import LedgerEntry
from shared.calendar import latest
from shared.testing.world import envelope_of

BEGIN = at("09-28 09:00")
MENTIONED = (
    (Step.REPORTED, SOIL),
    (Step.APPROVED, SOIL),
    (Step.SENT, SOIL),
    (Step.RECEIPTED, POLICE),
    (Step.SUPPLEMENT_REQUESTED, POLICE),
    (Step.SUPPLEMENTED, SOIL),
    (Step.CHECK_EXTENDED, POLICE),
    (Step.FORWARDED, POLICE),
    (Step.FILED, POLICE),
    (Step.NOT_FILED, POLICE),
    (Step.NOTIFIED, POLICE),
    (Step.NOTICE_RECEIVED, SOIL),
    (Step.RECONSIDERATION_REQUESTED, SOIL),
    (Step.RECONSIDERATION_UPHELD, POLICE),
    (Step.ITEMS_HANDED, SOIL),
    (Step.ENTERED, POLICE),
    (Step.CLOSED, SOIL),
)


@st.composite
def cases(draw):
    """Generate steps of one case with random times; some are published twice, some repeated."""
    chosen = draw(st.lists(st.sampled_from(MENTIONED), min_size=1, max_size=9))
    referrer = draw(st.sampled_from([SOIL, LAND]))
    made = []
    for number, (what, by) in enumerate(chosen):
        hours = draw(st.integers(0, 24 * 20))
        told = step(
            what,
            referrer if by == SOIL else by,
            "10-01 00:00",
            referred_by=referrer,
            complexity=draw(st.sampled_from(list(Complexity))),
            approved=draw(st.booleans()),
        )
        when = BEGIN + timedelta(hours=hours)
        made.append((f"e{number}", replace(told, taken_at=when)))
    repeated = draw(st.lists(st.sampled_from(made), max_size=3))
    return made, draw(st.permutations([*made, *repeated]))


def office_that_hears(steps):
    office = Office()
    office.world.now = at("12-31 09:00")
    for event_id, told in steps:
        office.department.deliver(envelope_of(told, event_id, None, told.taken_by, told.taken_at))
    office.department.tick()
    return office


def what_stands(office):
    """Return the fields of each clock that readers rely on, without its history."""
    return {
        clock.id: (
            clock.rule, clock.owner, clock.started_at, clock.due_at, clock.state, clock.ended_at,
            clock.late, clock.basis, clock.pauses, clock.length,
        )
        for clock in office.department.store.all(Obligation)
        if clock.ended_type != "-"
    }  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(cases())
def test_in_whichever_order_steps_arrive_and_however_often_the_same_clocks_stand(case):
    in_order, shuffled = case

    assert what_stands(office_that_hears(shuffled)) == what_stands(office_that_hears(in_order))


@settings(deadline=None, max_examples=40)
@given(cases())
def test_each_clock_is_opened_once_and_ends_at_most_once_more_than_it_was_put_right(case):
    office = office_that_hears(case[1])

    told = Counter((event.subject, event.type.split(".")[-2]) for event in office.department.sent())
    for kept in office.department.store.all(Obligation):
        name = kept.id
        assert told[name, "opened"] == 1
        ended = told[name, "fulfilled"] + told[name, "withdrawn"]
        assert ended == int(not kept.open) + told_anew(kept)
        assert told[name, "overdue"] <= 1 + told[name, "changed"]


def told_anew(kept):
    return sum(change.what == "更正结果" for change in kept.history)


@settings(deadline=None, max_examples=60)
@given(cases(), st.data())
def test_the_fold_itself_knows_no_order_and_no_second_time(case, data):
    threads = office_that_hears(case[0]).department.store.all(EventThread)
    assume(threads)  # there is none if no step belongs to the referrer's procedure
    thread = threads[0]
    shuffled = data.draw(st.permutations([*thread.heard, *thread.heard[:2]]))

    again = replace(thread, heard=tuple(shuffled))

    assert list(clocks_of(again, rulebook(), latest())) == list(
        clocks_of(thread, rulebook(), latest())
    )


def test_steps_that_come_one_by_one_or_in_one_batch_make_the_same_of_it():
    told = [
        ("e1", step(Step.SENT, SOIL, "10-09 09:00")),
        ("e2", step(Step.RECEIPTED, POLICE, "10-09 10:00")),
        ("e3", step(Step.FILED, POLICE, "10-12 10:00")),
    ]
    one_by_one = office_that_hears(told)
    together = Office()
    together.world.now = at("12-31 09:00")

    together.department.deliver(
        *[envelope_of(one, name, None, one.taken_by, one.taken_at) for name, one in told]
    )
    together.department.tick()

    assert what_stands(together) == what_stands(one_by_one)
    assert len(together.department.store.all(LedgerEntry)) == 3


def test_a_duty_that_was_fulfilled_but_never_arose_is_put_right():
    """Items are handed over with a filed case, not with a refused one [17号 10; 310号 12]."""
    filed = ("e0", step(Step.FILED, POLICE, "10-08 09:00"))
    noticed = ("e1", step(Step.NOTICE_RECEIVED, SOIL, "10-08 11:00"))
    handed = ("e2", step(Step.ITEMS_HANDED, SOIL, "10-08 12:00"))
    dropped = ("e3", step(Step.NOT_FILED, POLICE, "10-08 10:00"))

    office = office_that_hears([filed, noticed, handed, dropped])

    [items] = [clock for clock in office.department.store.all(Obligation) if clock.rule == "C11"]
    assert (items.state, items.ended_type) == (ObligationState.WITHDRAWN, VANISHED)
    assert items.history[-1].what == "更正结果"
    told = [
        event.type.split(".")[-2] for event in office.department.sent() if event.subject == items.id
    ]
    assert told[-3:] == ["fulfilled", "changed", "withdrawn"]


def test_an_answer_that_a_slow_clock_dates_before_its_question_is_the_answer_all_the_same():
    office, told_at = Office(), at("10-09 09:00")
    office.world.now = at("10-09 12:00")
    clue = ClueReported(
        "q-1", Matter.SOIL_POLLUTION, SOIL, LAND, "140727", "污泥", date(2026, 10, 9)
    )

    office.department.deliver(envelope_of(clue, "e1", None, SOIL, told_at))
    earlier = told_at - timedelta(hours=2)
    accepted = ClueAccepted("q-1", SOIL)
    office.department.deliver(envelope_of(accepted, "e2", None, LAND, earlier))
    office.department.tick()

    [asked] = office.clocks("clue")
    assert asked.state is ObligationState.FULFILLED
