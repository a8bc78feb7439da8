"""Authorization of steps: only a case's parties, in their own name and in turn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from clock_given import CASE, FARM, HANDED_OVER, LAND, POLICE, PROSECUTOR, SOIL, Office, at, step

from services.casework.steps.messages import Complexity, Step, Track
from services.coordination.clocks.domain import Doubt, EventThread, Obligation
from services.coordination.clocks.handlers import note_event
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.states import ObligationState as State
from shared.handling.cause import Cause
from shared.handling.unit_of_work import UnitOfWork
from shared.testing.world import envelope_of


@pytest.fixture
def office():
    made = Office()
    for what, by, when in HANDED_OVER:
        made.hears(step(what, by, when))
    return made


def says(office, publisher, told, name="x1"):
    office.world.now = max(office.world.now, at("10-09 10:00"))
    office.department.deliver(envelope_of(told, name, None, publisher, at("10-09 10:00")))


def standing(office):
    """Return rule, state and due time of each clock of the case, without the time of counting."""
    return {one.id: (one.rule, one.state, one.due_at) for one in all_of(office)}


def all_of(office):
    return office.department.store.all(Obligation)


def doubts(office):
    return office.department.store.all(Doubt)


WHEN = "10-09 10:00"
FORGED = {
    "an outsider closes it": (FARM, step(Step.CLOSED, FARM, WHEN)),
    "the debtor closes it": (POLICE, step(Step.CLOSED, POLICE, WHEN)),
    "an outsider signs for the debtor": (FARM, step(Step.RECEIPTED, POLICE, WHEN)),
    "an outsider returns it": (FARM, step(Step.NOT_COMPETENT, FARM, WHEN)),
    "the debtor returns it unsigned": (POLICE, step(Step.NOT_COMPETENT, POLICE, WHEN)),
    "the debtor forwards it unsigned": (POLICE, step(Step.FORWARDED, POLICE, WHEN)),
    "the debtor decides it unsigned": (POLICE, step(Step.NOT_FILED, POLICE, WHEN)),
    "an outsider speaks for the procuratorate": (FARM, step(Step.FILING_ORDERED, PROSECUTOR, WHEN)),
    "the debtor speaks for the procuratorate too early": (
        POLICE,
        step(Step.NOT_PROSECUTED, PROSECUTOR, WHEN),
    ),
    "an outsider says that it handles the case": (
        FARM,
        replace(step(Step.FILED, FARM, WHEN), handled_by=FARM),
    ),
    "an outsider says that it refers the case": (
        FARM,
        step(Step.SENT, FARM, WHEN, referred_by=FARM),
    ),
    "an outsider begins the case anew": (
        FARM,
        step(Step.SUSPECTED, FARM, WHEN, referred_by=FARM),
    ),
    "the referrer closes it before there is a decision": (SOIL, step(Step.CLOSED, SOIL, WHEN)),
    "the referrer begins it again": (SOIL, step(Step.SUSPECTED, SOIL, WHEN)),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_not_its_teller_s_to_say_changes_no_clock_and_is_shown(office, name):
    before, (publisher, told) = standing(office), FORGED[name]

    says(office, publisher, told)

    assert standing(office) == before
    (doubt,) = doubts(office)
    assert (doubt.event, doubt.thread, doubt.publisher) == ("x1", "case:k-1", publisher)
    assert doubt.state in (DoubtState.REFUSED, DoubtState.WAITING)
    assert doubt.reason
    assert office.department.lanes() == []


def test_after_all_that_an_honest_receipt_still_counts(office):
    for number, (publisher, told) in enumerate(FORGED.values()):
        says(office, publisher, told, f"x{number}")

    office.hears(step(Step.RECEIPTED, POLICE, "10-09 10:30"))

    assert office.clock("C4").state is State.FULFILLED
    assert office.clock("C9").state is State.RUNNING


def test_the_procuratorate_is_heard_through_whom_it_tells(office):
    """[PROC01 10] Public security is asked for its reasons; the referrer is not notified."""
    says(office, SOIL, step(Step.REASONS_REQUIRED, PROSECUTOR, WHEN), "x1")
    assert office.clocks("C15") == []

    says(office, POLICE, step(Step.REASONS_REQUIRED, PROSECUTOR, WHEN), "x2")
    assert office.clock("C15").owner == POLICE


def test_what_came_early_is_shown_as_waiting_and_then_as_believed():
    office = Office()
    for what, by, when in HANDED_OVER[:3]:
        office.hears(step(what, by, when))
    says(office, POLICE, step(Step.RECEIPTED, POLICE, WHEN))
    (waiting,) = doubts(office)
    assert (waiting.state, waiting.settled_at) == (DoubtState.WAITING, None)
    assert office.clocks("C9") == []

    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))

    (believed,) = doubts(office)
    assert (believed.state, believed.settled_by) == (DoubtState.BELIEVED, "clock")
    assert office.clock("C9").owner == POLICE
    assert office.clock("C4").state is State.FULFILLED


def test_a_step_that_one_s_own_missing_step_makes_unlawful_is_never_believed(office):
    """Each publisher's steps arrive in order: a decision before the receipt is no race."""
    says(office, POLICE, step(Step.FILED, POLICE, WHEN))
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 10:30"))

    assert [one.state for one in doubts(office)] == [DoubtState.REFUSED]
    assert office.clocks("C10") == []
    assert office.clock("C9").state is State.RUNNING


def test_a_case_that_began_before_the_office_listened_takes_the_steps_of_its_parties():
    office = Office()

    office.hears(step(Step.FILED, POLICE, "10-09 09:00", referred_by=LAND))

    assert office.clock("C10").state is State.RUNNING


def test_what_an_outsider_said_before_steps_were_checked_names_no_parties():
    """A thread stored by an earlier version contains every published step, an outsider's too."""
    office, said = Office(), {"step": str(Step.NOT_FILED), "track": str(Track.CRIMINAL)}
    said |= {
        "taken_by": FARM,
        "referred_by": FARM,
        "handled_by": POLICE,
        "complexity": str(Complexity.ORDINARY),
    }
    kind, when = "casework.case.step_taken.v1", at("10-08 09:00")
    outsiders = ObservedEvent("x1", kind, FARM, FARM, when, None, CASE, said)
    thread = EventThread(f"case:{CASE}", "case", CASE, heard=(outsiders,))
    office.department.store.transact(lambda session: session.save(thread))

    office.hears(step(Step.FILED, POLICE, "10-09 09:00"))

    assert [(one.publisher, one.state) for one in doubts(office)] == [(FARM, DoubtState.REFUSED)]
    assert office.clock("C10").state is State.RUNNING


@pytest.mark.parametrize(
    "when",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1991, 6, 1, tzinfo=UTC),
        datetime(2099, 12, 31, tzinfo=UTC),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
        datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=14))),
    ],
)
def test_no_date_stops_the_office(office, when):
    says_of(office, when)

    assert office.department.lanes() == []
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 10:30"))
    assert office.clock("C4").state is State.FULFILLED


def says_of(office, when):
    told = replace(step(Step.REPORTED, SOIL, WHEN, case_id="k-9"), taken_at=when)
    kind = "cn.liandong.casework.case.step_taken.v1"
    cause = Cause("x9", kind, "clerk-1", SOIL, "x9", "k-9", published_at=when, effective_at=when)
    context = office.department.context
    context.store.transact(
        lambda session: note_event(
            UnitOfWork(session, cause, context.identity, context.clock()), told
        )
    )


def test_a_step_dated_before_all_calendars_is_kept_as_it_was_told(office):
    says_of(office, datetime(1, 1, 1, tzinfo=UTC))

    (doubt,) = doubts(office)
    assert doubt.claimed_on == "0001-01-01T00:00:00+00:00"
    assert "1992" in doubt.reason


def test_a_step_dated_after_its_arrival_counts_from_its_arrival(office):
    says_of(office, at("10-09 09:00") + timedelta(days=400))

    (late,) = [one for one in office.clocks("C2") if one.key == "k-9"]
    assert late.started_at == office.world.now
