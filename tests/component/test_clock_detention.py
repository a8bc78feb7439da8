"""The periods of a referral for administrative detention: working days [853号 19]."""

import pytest
from clock_given import CASE, LAND, POLICE, SOIL, Office, at, step

from services.casework.steps.messages import Step, Track
from services.coordination.clocks.domain import Doubt
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.states import ObligationState as State
from services.public_security.detentions.messages import DetentionPeriodExtended
from shared.testing.world import envelope_of


@pytest.fixture
def office():
    return Office()


def taken(what, by, when, **named):
    return step(what, by, when, track=Track.DETENTION, **named)


@pytest.mark.parametrize(
    ("rule", "asked", "by", "last", "answer", "owner"),
    [
        ("A2", Step.DRAFTED, SOIL, "10-09", Step.APPROVED, SOIL),
        ("A3", Step.APPROVED, SOIL, "10-09", Step.SENT, SOIL),
        ("A6", Step.DETAINED, POLICE, "10-09", Step.DECISION_COPIED, POLICE),
    ],
)
def test_three_working_days_leave_out_the_holiday(office, rule, asked, by, last, answer, owner):
    """[853号 10, 12, 14, 19] From Tuesday 09-29: the 30th, then the 8th and the 9th of October."""
    office.hears(taken(asked, by, "09-29 09:00"))
    assert (office.clock(rule).owner, office.last_day(rule)) == (owner, last)
    if asked is Step.DRAFTED:  # the case began here, so that its order is known
        for signed in (Step.UNIT_AGREED, Step.LEGAL_AGREED):
            office.hears(taken(signed, SOIL, "09-30 09:00"))

    office.hears(taken(answer, owner, "10-09 23:00"))

    assert (office.clock(rule).state, office.clock(rule).late) == (State.FULFILLED, False)


def test_the_case_is_accepted_at_once(office):
    """[853号 12; PSA 60-61] The acceptance has no number: a setting."""
    office.hears(taken(Step.SENT, SOIL, "10-09 09:00"))

    assert office.clock("A4").due_at == at("10-10 09:00")
    assert office.clocks("C4") == []


@pytest.mark.parametrize(("rule", "last"), [("A5", "10-13"), ("A7", "10-15")])
def test_what_public_security_may_do_after_acceptance_lapses(office, rule, last):
    """[853号 13, 15] Saturday 2026-10-10 is a working day."""
    office.hears(taken(Step.RECEIPTED, POLICE, "10-09 09:00"))
    assert office.last_day(rule) == last

    office.at("10-17 00:00")

    assert office.told(rule)[-1] == "Withdrawn"


def test_a_rejection_comes_in_five_working_days(office):
    """[853号 15]"""
    office.hears(taken(Step.RECEIPTED, POLICE, "10-09 09:00"))

    office.hears(taken(Step.REJECTED, POLICE, "10-15 17:00"))

    assert (office.clock("A7").state, office.clock("A7").late) == (State.FULFILLED, False)
    assert office.clock("A8").state is State.FULFILLED


@pytest.mark.parametrize(("when", "last"), [("11-06 09:00", "12-08"), ("11-10 09:00", "11-09")])
def test_the_case_is_closed_in_thirty_days_or_with_the_superior_organ_s_leave_in_sixty(
    office, when, last
):
    """[PSA 165] The 60th day, 2026-12-08, is a Tuesday; an ended period cannot be extended."""
    office.hears(taken(Step.RECEIPTED, POLICE, "10-09 09:00"))
    assert office.last_day("A8") == "11-09"

    extends(office, when)

    assert office.last_day("A8") == last


def test_nobody_but_public_security_extends_its_period(office):
    office.hears(taken(Step.RECEIPTED, POLICE, "10-09 09:00"))

    extends(office, "11-06 09:00", referred_by=LAND)

    assert office.last_day("A8") == "11-09"
    assert [one.state for one in office.department.store.all(Doubt)] == [DoubtState.REFUSED]


def extends(office, when, referred_by=SOIL):
    office.world.now = at(when)
    told = DetentionPeriodExtended(
        CASE, POLICE, at(when), referred_by, POLICE, "140727", "某某市公安局", "某公〔2026〕1号"
    )
    office.department.deliver(envelope_of(told, "x1", None, POLICE, at(when)))


def test_what_sets_no_period_is_listed_all_the_same():
    """[853号 2, 16]"""
    assert {row.id for row in rulebook().without_clock} == {"A1", "A9"}
