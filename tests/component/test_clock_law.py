"""The law that a clock follows; an unobservable duty is never overdue."""

from dataclasses import replace
from datetime import date

import pytest
from clock_given import LAND, POLICE, PROSECUTOR, SOIL, Office, at, step
from test_coordination_reactions import PLOT, REGISTERED

from services.casework.messages import (
    CaseState,
    CaseStatusChanged,
    ClueAccepted,
    ClueReported,
    ClueVerified,
    Finding,
    Matter,
)
from services.casework.steps.messages import Step
from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.overrides import with_overrides
from services.coordination.clocks.states import ObligationState as State
from services.environment.surveys.messages import SurveyRequired, SurveySubmitted
from services.law.basis import Basis
from services.law.registry import text_of
from shared.testing.world import envelope_of

ENABLED = {"rule": {"C21-procuratorate": {"enabled": True}}}


@pytest.fixture
def office():
    made = Office()
    made.world.now = at("10-09 09:00")
    return made


@pytest.mark.parametrize(
    ("effective", "basis"), [("08-10 00:00", "sl18.61"), ("08-15 00:00", "code.456")]
)
def test_the_day_of_the_act_chooses_the_law_and_not_the_publication(office, effective, basis):
    """[code.1242] A listing dated before the code's first day that is relayed after it."""
    told = replace(envelope_of(REGISTERED, "e1", at=at("08-20 10:00")), effectiveat=at(effective))

    office.department.deliver(told)

    assert office.clock("freeze").basis[0] == basis


def test_the_procuratorate_owes_no_entry_that_it_cannot_make(office):
    """[17号 34] No event reports its entries yet; a setting enables the clock once one does."""
    office.hears(step(Step.NOT_PROSECUTED, PROSECUTOR, "10-09 09:00"))

    assert [one.owner for one in office.clocks("C18")] == [PROSECUTOR]
    assert office.clocks("C21") + office.clocks("C21-procuratorate") == []
    on = with_overrides(rulebook(), ENABLED)
    assert "C21-procuratorate" in {rule.id for rule in on.rules_of("case")}
    assert "C21-procuratorate" not in {rule.id for rule in rulebook().rules_of("case")}


@pytest.mark.parametrize(("by", "what"), [(SOIL, Step.SENT), (POLICE, Step.FILED)])
def test_who_can_enter_its_acts_owes_the_entry(office, by, what):
    """[17号 34]"""
    office.hears(step(what, by, "10-09 09:00"))

    assert office.clock("C21").owner == by


def test_a_setting_that_is_neither_on_nor_off_is_refused():
    with pytest.raises(RuleError, match="true 或 false"):
        with_overrides(rulebook(), {"rule": {"C21-procuratorate": {"enabled": "是"}}})


def test_the_plan_of_2023_applies_to_its_year():
    plan = text_of(Basis("plan"))

    assert [plan.in_force_on(date(year, 6, 1)) for year in (2019, 2023, 2024)] == [
        False,
        True,
        False,
    ]


def test_a_survey_that_is_required_has_a_clock_that_its_report_ends(office):
    """[42号令 13; code.454] Six months, a setting."""
    bring = office.department.deliver
    bring(envelope_of(SurveyRequired(PLOT, "拟变更为一住两公用地", date(2026, 10, 9)), "e1"))
    assert (office.clock("survey").owner, office.clock("survey").mark) == (SOIL, "C")
    assert office.clock("survey").last_day == date(2027, 4, 8)

    report = SurveySubmitted("s-1", PLOT, "报告", "某某公司", "9f" * 32, date(2026, 10, 9))
    bring(envelope_of(report, "e2"))

    assert office.clock("survey").state is State.FULFILLED


def test_a_department_that_keeps_every_period_is_not_late_with_its_feedback(office):
    """[plan.11] The reporter is informed while the written report awaits the head's decision."""
    clue = ClueReported("c-1", Matter.FARM_INPUT, LAND, SOIL, "140727", "某某", date(2026, 10, 9))
    bring = office.department.deliver
    bring(envelope_of(clue, "e1", None, LAND, at("10-09 09:00")))
    bring(envelope_of(ClueAccepted("c-1", LAND), "e2", None, SOIL, at("10-09 09:01")))
    found = ClueVerified("c-1", LAND, Finding.SUSPECTED_CRIME)
    office.world.now = at("10-12 09:00")
    bring(envelope_of(found, "e3", None, SOIL, at("10-12 09:00")))
    office.hears(step(Step.SUSPECTED, SOIL, "10-12 09:00"))

    office.at("10-16 17:00")
    office.hears(step(Step.REPORTED, SOIL, "10-16 17:00"))
    told = CaseStatusChanged("k-1", "c-1", LAND, CaseState.AWAITING_DECISION)
    bring(envelope_of(told, "e5", None, SOIL, at("10-16 17:00")))

    for rule in ("C1", "clue-feedback"):
        assert (office.clock(rule).state, office.clock(rule).late) == (State.FULFILLED, False)
