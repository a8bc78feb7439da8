"""The life of a clock: the events that it publishes, each once, and later corrections."""

from dataclasses import replace
from datetime import timedelta

import pytest
from clock_given import POLICE, SOIL, Office, at, step
from test_coordination_reactions import FROZEN, PERMIT, REGISTERED

from services.casework.messages import ClueAccepted, ClueReported, ClueVerified, Finding, Matter
from services.casework.steps.messages import Complexity, Step
from services.coordination.clocks.domain import Doubt, Obligation
from services.coordination.clocks.messages import (
    ObligationChanged,
    ObligationFulfilled,
    ObligationOverdue,
)
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.states import ObligationState as State
from services.coordination.ledger.domain import LedgerEntry
from services.environment.register.messages import PlotDelisted
from shared.testing.world import START, envelope_of


@pytest.fixture
def office():
    return Office()


def reported(office, when="10-09 09:00"):
    office.hears(step(Step.REPORTED, SOIL, when))


def approved(office, when):
    office.hears(step(Step.APPROVED, SOIL, when))


def test_a_clock_tells_that_it_is_due_soon_then_overdue_and_each_once(office):
    reported(office)

    for when in ("10-10 09:00", "10-12 20:00", "10-12 21:00", "10-13 00:00", "10-14 00:00"):
        office.at(when)

    assert office.told("C2") == ["Opened", "DueSoon", "Overdue"]
    assert office.clock("C2").next_at is None


def test_an_overdue_clock_tells_all_that_a_hearer_needs_and_no_name(office):
    reported(office)

    office.at("10-13 00:00")

    (overdue,) = office.department.published(ObligationOverdue)
    assert (overdue.rule, overdue.owner, overdue.thread) == ("C2", SOIL, "case:k-1")
    assert (f"{overdue.last_day}", overdue.due_at) == ("2026-10-12", at("10-13 00:00"))
    assert overdue.basis == ("17号 5", "310号 5")
    assert overdue.act_id == office.clock("C2").act_id


def test_what_is_told_by_time_names_the_act_behind_it(office):
    reported(office)

    office.at("10-13 00:00")

    act = office.clock("C2").act_id
    assert {envelope.causationid for envelope in office.department.sent()} == {act}
    assert {envelope.correlationid for envelope in office.department.sent()} == {act}


def test_an_answer_that_comes_too_late_says_so(office):
    reported(office)
    office.at("10-13 08:00")

    approved(office, "10-13 08:00")

    (done,) = [
        event for event in office.department.published(ObligationFulfilled) if event.rule == "C2"
    ]
    assert done.late
    assert office.told("C2") == ["Opened", "Overdue", "Fulfilled"]


def test_the_last_moment_of_the_last_day_is_in_time(office):
    """[17号 38]"""
    reported(office)
    office.hears(step(Step.APPROVED, SOIL, "10-12 23:59"))

    assert not office.clock("C2").late


def test_an_answer_in_time_that_arrives_minutes_after_the_breach_was_told_puts_it_right(office):
    reported(office)
    office.at("10-13 00:04")

    approved(office, "10-12 17:00")

    assert office.told("C2") == ["Opened", "Overdue", "Changed", "Fulfilled"]
    (correction,) = office.department.published(ObligationChanged)
    assert (correction.what, correction.rule) == ("更正逾期", "C2")
    kept = office.clock("C2")
    assert (kept.state, kept.late) == (State.FULFILLED, False)
    assert [change.what for change in kept.history] == ["更正逾期"]


def test_an_act_that_arrives_after_its_period_is_opened_and_overdue_at_once(office):
    office.world.now = at("10-20 09:00")

    reported(office)

    assert office.told("C2") == ["Opened", "Overdue"]


def test_act_and_answer_that_arrive_long_after_both_are_late_or_not_by_their_own_times(office):
    office.world.now = at("12-01 09:00")

    approved(office, "10-12 17:00")
    reported(office)

    assert office.told("C2") == ["Opened", "Fulfilled"]
    assert not office.clock("C2").late


def test_an_extension_that_arrives_minutes_after_the_breach_was_told_takes_it_back(office):
    """[17号 9]"""
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00"))
    office.at("10-13 00:04")

    office.hears(
        step(Step.CHECK_EXTENDED, POLICE, "10-12 09:00", complexity=Complexity.NEEDS_CHECK)
    )
    office.at("10-17 00:00")

    assert office.told("C9") == ["Opened", "Overdue", "Changed", "Overdue"]


def test_a_closed_case_owes_nothing_more(office):
    reported(office)

    office.hears(step(Step.CLOSED, SOIL, "10-10 09:00"))

    assert office.clock("C2").state is State.WITHDRAWN
    assert office.told("C2") == ["Opened", "Withdrawn"]


def test_a_fact_that_shows_that_nothing_was_owed_withdraws_it(office):
    """A notice refers to the decision before it, which may arrive later [17号 10, 11]."""
    office.hears(step(Step.NOT_FILED, POLICE, "10-09 09:00"))
    office.hears(step(Step.NOTICE_RECEIVED, SOIL, "10-10 12:00"))
    assert office.clock("C12").state is State.RUNNING

    office.hears(step(Step.FILED, POLICE, "10-10 09:00"))

    assert office.clock("C12").state is State.WITHDRAWN
    assert office.clock("C11").state is State.RUNNING


def test_a_delisted_plot_need_not_be_frozen_any_more(office):
    """[code.456, code.461]"""
    office.department.deliver(envelope_of(REGISTERED, "e1"))

    delisted = PlotDelisted(REGISTERED.plot_code, "晋环函〔2026〕2号", REGISTERED.registered_on)
    office.department.deliver(envelope_of(delisted, "e2", at=START + timedelta(hours=1)))

    assert office.clock("freeze").state is State.WITHDRAWN
    assert office.clock("unfreeze").state is State.RUNNING


def test_an_act_under_the_old_law_cites_the_old_law(office):
    """[code.1242]"""
    office.department.deliver(envelope_of(REGISTERED, "e1", at=at("08-14 23:59")))
    office.department.deliver(envelope_of(REGISTERED, "e2", at=at("08-15 00:00")))

    assert [one.basis[0] for one in office.clocks("freeze")] == ["sl18.61", "code.456"]


def test_a_clue_is_accepted_verified_and_fed_back_by_who_was_asked(office):
    """[code.1083, plan.11] 2, 15 and 5 working days, all three are settings."""
    clue = ClueReported(
        "c-1", Matter.FARM_INPUT, SOIL, "agriculture", "140727", "某某", START.date()
    )
    bring, office.world.now = office.department.deliver, at("10-09 11:00")
    bring(envelope_of(clue, "e1", None, SOIL, at("10-09 09:00")))
    bring(envelope_of(ClueAccepted("c-1", SOIL), "e2", None, "environment", at("10-09 10:00")))
    assert office.clocks("clue-verification") == []

    bring(envelope_of(ClueAccepted("c-1", SOIL), "e3", None, "agriculture", at("10-09 11:00")))
    found = ClueVerified("c-1", SOIL, Finding.SUSPECTED_CRIME)
    office.world.now = at("10-29 11:00")
    bring(envelope_of(found, "e4", None, "agriculture", at("10-29 11:00")))

    assert office.last_day("clue") == "10-12"
    assert (office.last_day("clue-verification"), office.clock("clue-verification").late) == (
        "10-29",
        False,
    )
    assert (office.clock("clue-feedback").owner, office.last_day("clue-feedback")) == (
        "agriculture",
        "11-05",
    )


def test_a_step_told_by_another_department_is_not_believed(office):
    forged = step(Step.FILED, POLICE, "10-09 09:00")

    office.department.deliver(envelope_of(forged, "e1", None, SOIL, forged.taken_at))

    assert office.clocks("C10") == []
    (doubt,) = office.department.store.all(Doubt)
    assert (doubt.state, doubt.publisher, doubt.by) == (DoubtState.REFUSED, SOIL, POLICE)
    assert "不是本案可以办理“立案”的机关" in doubt.reason
    assert office.department.lanes() == []


def test_a_second_delivery_changes_nothing(office):
    told = step(Step.REPORTED, SOIL, "10-09 09:00")
    office.hears(told, event_id="e1")
    once = office.department.snapshot()

    office.hears(told, event_id="e1")

    assert office.department.snapshot() == once


def test_what_the_office_tells_itself_is_a_line_of_the_ledger_and_sets_no_clock(office):
    reported(office)

    office.world.run_until_idle()

    lines = office.department.store.all(LedgerEntry)
    assert {line.title for line in lines} == {"案件办理步骤（已脱敏）", "应办事项已产生"}
    assert len(office.department.store.all(Obligation)) == 1


def test_nothing_of_the_content_is_kept_but_what_rules_look_at(office):
    office.department.deliver(envelope_of(REGISTERED, "e1"))
    office.department.deliver(envelope_of(replace(FROZEN, plot_code="140728-0007"), "e2"))

    kept = str(office.department.store.snapshot()["threads"])
    assert REGISTERED.name not in kept
    assert PERMIT not in kept
