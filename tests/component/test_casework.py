"""Clues: reported, accepted, returned, verified, and the feedback to the reporter."""

from datetime import date

import pytest
from casework_given import DUMPING, reported, verification, verified

from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue, ClueState
from services.casework.commands import AcceptClue, RejectClue, ReportClue, VerifyClue
from services.casework.messages import (
    CaseState,
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
    Finding,
    Matter,
)
from services.casework.reports import handlers as reports
from services.casework.reports.domain import COMPETENT, OwnReport
from shared.errors import InvalidInputError, KeyReusedError, NotFoundError, WrongStateError
from shared.messages.contract import contract_of
from shared.testing.world import World


@pytest.fixture
def world():
    return World("environment", "natural_resources", "agriculture", "public_security")


@pytest.mark.parametrize(
    ("matter", "department"),
    [
        (Matter.SOIL_POLLUTION, "environment"),
        (Matter.UNREPORTED_TRANSPORT, "environment"),
        (Matter.UNRELATED_CONSTRUCTION, "environment"),
        (Matter.LAND_OCCUPATION, "natural_resources"),
        (Matter.FARM_INPUT, "agriculture"),
    ],
)
def test_a_clue_goes_to_the_department_that_its_matter_belongs_to(matter, department):
    """[code.1083]."""
    assert COMPETENT[matter] == department
    assert set(COMPETENT) == set(Matter)


def test_a_reported_clue_reaches_the_competent_department_and_no_other(world):
    """[code.1083]."""
    clue_id = reported(world)

    clue = world.environment.get(Clue, clue_id)
    assert (clue.state, clue.reporter) == (ClueState.AWAITING_ACCEPTANCE, "natural_resources")
    assert clue.summary == DUMPING.summary
    assert world.agriculture.find(Clue, clue_id) is None
    assert world.natural_resources.find(Clue, clue_id) is None


def test_the_reporter_keeps_what_it_reported(world):
    clue_id = reported(world)

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.competent, report.reported_by) == ("environment", "clerk-1")
    assert report.state is ClueState.AWAITING_ACCEPTANCE


def test_public_security_can_report_a_clue_as_well(world):
    report = world.public_security.execute(reports.report_clue, DUMPING)
    world.run_until_idle()

    assert world.environment.get(Clue, report.clue_id).reporter == "public_security"


def test_a_department_may_report_to_itself(world):
    report = world.environment.execute(reports.report_clue, DUMPING)
    world.run_until_idle()

    world.environment.execute(clues.accept_clue, AcceptClue(report.clue_id))
    world.run_until_idle()

    assert world.environment.get(OwnReport, report.clue_id).state is ClueState.ACCEPTED


def test_a_clue_from_the_future_is_refused(world):
    tomorrow = ReportClue(Matter.SOIL_POLLUTION, "140727", "倾倒污泥", date(2026, 10, 9))

    with pytest.raises(InvalidInputError) as refused:
        world.natural_resources.execute(reports.report_clue, tomorrow)

    assert [fault.field for fault in refused.value.faults] == ["found_on"]
    assert world.natural_resources.sent() == []


def test_wrong_fields_of_a_clue_are_all_named():
    wire = {"matter": "噪声", "county": "110101", "summary": "", "found_on": "昨天"}

    with pytest.raises(InvalidInputError) as refused:
        contract_of(ReportClue).load(wire)

    assert {fault.field for fault in refused.value.faults} == set(wire)


def test_one_request_sent_twice_reports_one_clue(world):
    for _ in range(2):
        world.natural_resources.execute(reports.report_clue, DUMPING, key="k1")

    assert len(world.natural_resources.published(ClueReported)) == 1
    with pytest.raises(KeyReusedError):
        world.natural_resources.execute(reports.report_clue, AcceptClue("x"), key="k1")


def test_a_clue_delivered_twice_is_taken_in_once(world):
    event = ClueReported(
        "c-1",
        Matter.SOIL_POLLUTION,
        "agriculture",
        "environment",
        "140727",
        "污泥",
        date(2026, 10, 8),
    )
    world.environment.deliver_event(event, event_id="e1", publisher="agriculture")
    once = world.environment.snapshot()

    world.environment.deliver_event(event, event_id="e1", publisher="agriculture")

    assert world.environment.snapshot() == once


def test_the_same_clue_under_a_new_event_does_not_undo_what_was_done(world):
    event = ClueReported(
        "c-1",
        Matter.SOIL_POLLUTION,
        "agriculture",
        "environment",
        "140727",
        "污泥",
        date(2026, 10, 8),
    )
    world.environment.deliver_event(event, publisher="agriculture")
    world.environment.execute(clues.accept_clue, AcceptClue("c-1"))

    world.environment.deliver_event(event, publisher="agriculture", sequence=2)

    assert world.environment.get(Clue, "c-1").state is ClueState.ACCEPTED


def test_a_clue_in_another_departments_name_is_parked_for_a_person(world):
    event = ClueReported(
        "c-1",
        Matter.SOIL_POLLUTION,
        "agriculture",
        "environment",
        "140727",
        "污泥",
        date(2026, 10, 8),
    )

    world.environment.deliver_event(event, publisher="public_security")

    assert world.environment.find(Clue, "c-1") is None
    (lane,) = world.environment.lanes()
    assert "agriculture" in lane.error
    assert lane.due_at is None


def test_acceptance_and_rejection_come_back_to_who_reported(world):
    """[plan.11]."""
    kept, returned = reported(world), reported(world)

    world.environment.execute(clues.accept_clue, AcceptClue(kept))
    world.environment.execute(clues.reject_clue, RejectClue(returned, "不属于本部门职责"))
    world.run_until_idle()

    assert world.natural_resources.get(OwnReport, kept).state is ClueState.ACCEPTED
    back = world.natural_resources.get(OwnReport, returned)
    assert (back.state, back.reason) == (ClueState.REJECTED, "不属于本部门职责")
    assert world.environment.published(ClueAccepted) == [ClueAccepted(kept, "natural_resources")]
    assert len(world.environment.published(ClueRejected)) == 1


def test_a_clue_is_taken_on_or_sent_back_only_once(world):
    clue_id = reported(world)
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id))

    with pytest.raises(WrongStateError, match="已受理"):
        world.environment.execute(clues.accept_clue, AcceptClue(clue_id))
    with pytest.raises(WrongStateError, match="待受理"):
        world.environment.execute(clues.reject_clue, RejectClue(clue_id, "不属于本部门职责"))


def test_a_clue_that_is_not_there_is_named(world):
    with pytest.raises(NotFoundError, match="c-404"):
        world.environment.execute(clues.accept_clue, AcceptClue("c-404"))


def test_a_clue_is_verified_only_after_it_was_accepted(world):
    clue_id = reported(world)

    with pytest.raises(WrongStateError, match="已受理"):
        world.environment.execute(clues.verify_clue, verification(clue_id))


@pytest.mark.parametrize(
    "officers",
    [
        ("某某甲", "某某甲"),
        ("某某甲", " 某某甲 "),
        ("某执法证甲001", "某执法证甲００１"),
        ("某执法证甲001", "某执法证甲001\u200b"),
        ("某执法证甲001", "某执法证 甲001"),
        (" ", "某执法证甲001"),
    ],
)
def test_one_officer_named_twice_is_not_two_officers(world, officers):
    """[310号 5; 17号 5]."""
    clue_id = reported(world)
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id))

    with pytest.raises(InvalidInputError, match="officers"):
        world.environment.execute(clues.verify_clue, verification(clue_id, officers=officers))


def test_one_officer_alone_does_not_pass_the_contract():
    """[310号 5; 17号 5]."""
    wire = {"clue_id": "c-1", "finding": "涉嫌犯罪", "officers": ["某某甲"], "report": "超标"}

    with pytest.raises(InvalidInputError, match="officers"):
        contract_of(VerifyClue).load(wire)


def test_what_was_found_comes_back_to_who_reported(world):
    """[plan.11]."""
    clue_id = verified(world, Finding.ADMINISTRATIVE)
    world.run_until_idle()

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.finding) == (ClueState.VERIFIED, Finding.ADMINISTRATIVE)
    assert world.environment.get(Clue, clue_id).officers == ("某某甲", "某某乙")
    assert world.environment.published(ClueVerified) == [
        ClueVerified(clue_id, "natural_resources", Finding.ADMINISTRATIVE)
    ]


def test_feedback_from_a_department_that_was_not_asked_is_parked(world):
    clue_id = reported(world)

    world.natural_resources.deliver_event(
        ClueAccepted(clue_id, "natural_resources"), publisher="public_security"
    )

    report = world.natural_resources.get(OwnReport, clue_id)
    assert report.state is ClueState.AWAITING_ACCEPTANCE
    (lane,) = world.natural_resources.lanes()
    assert "environment" in lane.error


def test_the_status_of_a_case_may_come_before_the_finding(world):
    """The clue and the case are two subjects, so their relative order is not guaranteed."""
    clue_id = reported(world)
    status = CaseStatusChanged("k-1", clue_id, "natural_resources", CaseState.REFERRED)
    world.natural_resources.deliver_event(status, publisher="environment")

    found = ClueVerified(clue_id, "natural_resources", Finding.SUSPECTED_CRIME)
    world.natural_resources.deliver_event(found, publisher="environment")

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.case_state) == (ClueState.VERIFIED, CaseState.REFERRED)


def test_late_word_of_an_older_case_does_not_hide_the_newer_one(world):
    clue_id = reported(world)
    newer = CaseStatusChanged("k-2", clue_id, "natural_resources", CaseState.REFERRED)
    older = CaseStatusChanged("k-1", clue_id, "natural_resources", CaseState.NOT_APPROVED)

    world.natural_resources.deliver_event(newer, publisher="environment")
    world.natural_resources.deliver_event(older, publisher="environment")

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.case_id, report.case_state) == ("k-2", CaseState.REFERRED)
