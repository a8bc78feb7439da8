"""Clues and cases: reported, taken on, verified, approved, referred, and what comes back."""

from datetime import date

import pytest

from services.casework.cases import handlers as cases
from services.casework.cases.domain import FULL_FILES, SHORT_FILE, Case, check_file
from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue, ClueState
from services.casework.messages import (
    AcceptClue,
    CaseReferred,
    CaseState,
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
    DecideReferral,
    Finding,
    Material,
    MaterialKind,
    Matter,
    ProposeReferral,
    RejectClue,
    ReportClue,
    Suspect,
    VerifyClue,
)
from services.casework.reports import handlers as reports
from services.casework.reports.domain import COMPETENT, OwnReport
from services.public_security.cases import handlers as filing
from services.public_security.cases.messages import (
    CaseFiled,
    CaseReceipted,
    DecideFiling,
    ReceiptCase,
)
from shared.contract import contract_of
from shared.errors import (
    ForbiddenError,
    InvalidInputError,
    KeyReusedError,
    NotFoundError,
    WrongStateError,
)
from shared.testing import World

DUMPING = ReportClue(
    matter=Matter.SOIL_POLLUTION,
    county="140727",
    summary="夜间向祁县某某沟渠倾倒黑色污泥，镉超标三倍以上",
    found_on=date(2026, 10, 8),
)
SUSPECT = Suspect("某某", "140727199001010017")
FILE = tuple(Material(kind, f"{kind}一份", "9f" * 32) for kind in FULL_FILES["environment"])


@pytest.fixture
def world():
    return World("environment", "natural_resources", "agriculture", "public_security")


def reported(world, command=DUMPING):
    """Let natural resources report a clue, and carry it."""
    report = world.natural_resources.does(reports.report_clue, command, actor="nr-clerk")
    world.settle()
    return report.clue_id


def verified(world, finding=Finding.SUSPECTED_CRIME):
    """Let environment take a clue on and verify it."""
    clue_id = reported(world)
    world.environment.does(clues.accept_clue, AcceptClue(clue_id))
    world.environment.does(clues.verify_clue, verification(clue_id, finding))
    return clue_id


def verification(clue_id, finding=Finding.SUSPECTED_CRIME, officers=("某某甲", "某某乙")):
    return VerifyClue(clue_id, finding, officers, "现场检测镉超标三倍以上")


def referral(clue_id, materials=FILE):
    return ProposeReferral(clue_id, "污染环境罪", (SUSPECT,), materials)


def proposed(world):
    """Let an officer propose the referral of a verified clue."""
    asked = referral(verified(world))
    return world.environment.does(cases.propose_referral, asked, actor="officer-1")


def decided(world, case_id, approved=True, actor="head-1"):
    decision = DecideReferral(case_id, approved, "事实清楚，同意移送" if approved else "证据不足")
    return world.environment.does(cases.decide_referral, decision, actor=actor)


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
    assert (report.competent, report.reported_by) == ("environment", "nr-clerk")
    assert report.state is ClueState.AWAITING_ACCEPTANCE


def test_public_security_can_report_a_clue_as_well(world):
    report = world.public_security.does(reports.report_clue, DUMPING)
    world.settle()

    assert world.environment.get(Clue, report.clue_id).reporter == "public_security"


def test_a_department_may_report_to_itself(world):
    report = world.environment.does(reports.report_clue, DUMPING)
    world.settle()

    world.environment.does(clues.accept_clue, AcceptClue(report.clue_id))
    world.settle()

    assert world.environment.get(OwnReport, report.clue_id).state is ClueState.ACCEPTED


def test_a_clue_from_the_future_is_refused(world):
    tomorrow = ReportClue(Matter.SOIL_POLLUTION, "140727", "倾倒污泥", date(2026, 10, 9))

    with pytest.raises(InvalidInputError) as refused:
        world.natural_resources.does(reports.report_clue, tomorrow)

    assert [fault.field for fault in refused.value.faults] == ["found_on"]
    assert world.natural_resources.sent() == []


def test_wrong_fields_of_a_clue_are_all_named():
    wire = {"matter": "噪声", "county": "110101", "summary": "", "found_on": "昨天"}

    with pytest.raises(InvalidInputError) as refused:
        contract_of(ReportClue).load(wire)

    assert {fault.field for fault in refused.value.faults} == set(wire)


def test_one_request_sent_twice_reports_one_clue(world):
    for _ in range(2):
        world.natural_resources.does(reports.report_clue, DUMPING, key="k1")

    assert len(world.natural_resources.published(ClueReported)) == 1
    with pytest.raises(KeyReusedError):
        world.natural_resources.does(reports.report_clue, AcceptClue("x"), key="k1")


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
    world.environment.receives(event, event_id="e1", publisher="agriculture")
    once = world.environment.snapshot()

    world.environment.receives(event, event_id="e1", publisher="agriculture")

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
    world.environment.receives(event, publisher="agriculture")
    world.environment.does(clues.accept_clue, AcceptClue("c-1"))

    world.environment.receives(event, publisher="agriculture", sequence=2)

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

    world.environment.receives(event, publisher="public_security")

    assert world.environment.find(Clue, "c-1") is None
    (lane,) = world.environment.lanes()
    assert "agriculture" in lane.error
    assert lane.due_at is None


def test_acceptance_and_rejection_come_back_to_who_reported(world):
    """[plan.11]."""
    kept, returned = reported(world), reported(world)

    world.environment.does(clues.accept_clue, AcceptClue(kept))
    world.environment.does(clues.reject_clue, RejectClue(returned, "不属于本部门职责"))
    world.settle()

    assert world.natural_resources.get(OwnReport, kept).state is ClueState.ACCEPTED
    back = world.natural_resources.get(OwnReport, returned)
    assert (back.state, back.reason) == (ClueState.REJECTED, "不属于本部门职责")
    assert world.environment.published(ClueAccepted) == [ClueAccepted(kept, "natural_resources")]
    assert len(world.environment.published(ClueRejected)) == 1


def test_a_clue_is_taken_on_or_sent_back_only_once(world):
    clue_id = reported(world)
    world.environment.does(clues.accept_clue, AcceptClue(clue_id))

    with pytest.raises(WrongStateError, match="已受理"):
        world.environment.does(clues.accept_clue, AcceptClue(clue_id))
    with pytest.raises(WrongStateError, match="待受理"):
        world.environment.does(clues.reject_clue, RejectClue(clue_id, "不属于本部门职责"))


def test_a_clue_that_is_not_there_is_named(world):
    with pytest.raises(NotFoundError, match="c-404"):
        world.environment.does(clues.accept_clue, AcceptClue("c-404"))


def test_a_clue_is_verified_only_after_it_was_accepted(world):
    clue_id = reported(world)

    with pytest.raises(WrongStateError, match="已受理"):
        world.environment.does(clues.verify_clue, verification(clue_id))


@pytest.mark.parametrize("officers", [("某某甲", "某某甲"), ("某某甲", " 某某甲 ")])
def test_one_officer_named_twice_is_not_two_officers(world, officers):
    """[310号 5; 17号 5]."""
    clue_id = reported(world)
    world.environment.does(clues.accept_clue, AcceptClue(clue_id))

    with pytest.raises(InvalidInputError, match="officers"):
        world.environment.does(clues.verify_clue, verification(clue_id, officers=officers))


def test_one_officer_alone_does_not_pass_the_contract():
    """[310号 5; 17号 5]."""
    wire = {"clue_id": "c-1", "finding": "涉嫌犯罪", "officers": ["某某甲"], "report": "超标"}

    with pytest.raises(InvalidInputError, match="officers"):
        contract_of(VerifyClue).load(wire)


def test_what_was_found_comes_back_to_who_reported(world):
    """[plan.11]."""
    clue_id = verified(world, Finding.ADMINISTRATIVE)
    world.settle()

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.finding) == (ClueState.VERIFIED, Finding.ADMINISTRATIVE)
    assert world.environment.get(Clue, clue_id).officers == ("某某甲", "某某乙")
    assert world.environment.published(ClueVerified) == [
        ClueVerified(clue_id, "natural_resources", Finding.ADMINISTRATIVE)
    ]


@pytest.mark.parametrize("finding", [Finding.UNFOUNDED, Finding.ADMINISTRATIVE])
def test_only_a_suspected_crime_is_referred(world, finding):
    """[17号 5; 310号 5]."""
    clue_id = verified(world, finding)

    with pytest.raises(WrongStateError, match=finding):
        world.environment.does(cases.propose_referral, referral(clue_id))


def test_a_clue_is_not_referred_before_it_was_verified(world):
    """[310号 5; 17号 5]."""
    clue_id = reported(world)

    with pytest.raises(WrongStateError, match="待受理"):
        world.environment.does(cases.propose_referral, referral(clue_id))


@pytest.mark.parametrize("missing", FULL_FILES["environment"])
def test_an_environmental_file_lacks_none_of_six_documents(world, missing):
    """[17号 6]."""
    clue_id = verified(world)
    materials = tuple(material for material in FILE if material.kind is not missing)

    with pytest.raises(InvalidInputError, match=missing) as refused:
        world.environment.does(cases.propose_referral, referral(clue_id, materials))

    assert len(refused.value.faults) == 1
    assert world.environment.get(Clue, clue_id).case_id is None


def test_every_missing_document_is_named_at_once():
    """[17号 6]."""
    with pytest.raises(InvalidInputError) as refused:
        check_file("environment", ())

    named = "".join(fault.message for fault in refused.value.faults)
    assert all(kind in named for kind in FULL_FILES["environment"])
    assert len(refused.value.faults) == 6


def test_another_departments_file_may_be_of_the_short_form():
    """[310号 6]."""
    short = [material for material in FILE if material.kind in SHORT_FILE]

    check_file("natural_resources", short)
    with pytest.raises(InvalidInputError, match=MaterialKind.ITEM_LIST):
        check_file("agriculture", [at for at in short if at.kind is not MaterialKind.ITEM_LIST])


def test_a_proposed_case_waits_for_the_head_and_nothing_leaves_the_house(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    assert case.state is CaseState.AWAITING_DECISION
    assert world.environment.get(Clue, case.clue_id).case_id == case.case_id
    assert world.environment.published(CaseReferred) == []


def test_a_clue_has_one_open_case_at_a_time(world):
    case = proposed(world)

    with pytest.raises(WrongStateError, match=case.case_id):
        world.environment.does(cases.propose_referral, referral(case.clue_id))


def test_who_proposed_a_referral_does_not_decide_it(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    with pytest.raises(ForbiddenError, match=case.case_id):
        decided(world, case.case_id, actor="officer-1")

    assert world.environment.get(Case, case.case_id).state is CaseState.AWAITING_DECISION


def test_an_approved_case_goes_to_public_security_with_names_and_file(world):
    """[17号 6; 310号 5]."""
    case = proposed(world)

    decided(world, case.case_id)

    (sent,) = world.environment.published(CaseReferred)
    assert (sent.referred_by, sent.suspects, sent.materials) == ("environment", (SUSPECT,), FILE)
    assert sent.referred_on == date(2026, 10, 8)


def test_a_case_that_was_not_approved_keeps_the_reason_and_stays_in_the_house(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    decided(world, case.case_id, approved=False)
    world.settle()

    kept = world.environment.get(Case, case.case_id)
    assert (kept.state, kept.decision_reason) == (CaseState.NOT_APPROVED, "证据不足")
    assert kept.decided_by == "head-1"
    assert world.environment.published(CaseReferred) == []
    report = world.natural_resources.get(OwnReport, case.clue_id)
    assert report.case_state is CaseState.NOT_APPROVED


def test_after_a_refusal_the_clue_may_be_proposed_again(world):
    first = proposed(world)
    decided(world, first.case_id, approved=False)

    second = world.environment.does(cases.propose_referral, referral(first.clue_id))

    assert second.case_id != first.case_id
    assert world.environment.get(Clue, first.clue_id).case_id == second.case_id


def test_a_case_is_decided_once(world):
    case = proposed(world)
    decided(world, case.case_id)

    with pytest.raises(WrongStateError, match="已移送"):
        decided(world, case.case_id, approved=False)


def test_receipt_and_filing_come_back_and_the_reporter_hears_where_it_stands(world):
    """[17号 7, 9; plan.11]."""
    case = proposed(world)
    decided(world, case.case_id)
    world.settle()
    world.public_security.does(filing.receipt_case, ReceiptCase(case.case_id, "晋公警0001"))
    world.settle()
    decision = DecideFiling(case.case_id, True, "祁公（刑）立字〔2026〕1号", "有犯罪事实")

    world.public_security.does(filing.decide_filing, decision)
    world.settle()

    kept = world.environment.get(Case, case.case_id)
    assert (kept.state, kept.receipted_by) == (CaseState.FILED, "晋公警0001")
    assert kept.filing_number == "祁公（刑）立字〔2026〕1号"
    report = world.natural_resources.get(OwnReport, case.clue_id)
    assert (report.case_id, report.case_state) == (case.case_id, CaseState.FILED)
    assert [at.state for at in world.environment.published(CaseStatusChanged)] == [
        CaseState.REFERRED,
        CaseState.RECEIPTED,
        CaseState.FILED,
    ]


def test_a_case_that_was_not_filed_comes_back_with_the_reason(world):
    """[17号 9-10; 310号 8]."""
    case = proposed(world)
    decided(world, case.case_id)
    world.settle()
    world.public_security.does(filing.receipt_case, ReceiptCase(case.case_id, "晋公警0001"))
    decision = DecideFiling(case.case_id, False, "祁公（刑）不立字〔2026〕1号", "情节显著轻微")

    world.public_security.does(filing.decide_filing, decision)
    world.settle()

    kept = world.environment.get(Case, case.case_id)
    assert (kept.state, kept.filing_reason) == (CaseState.NOT_FILED, "情节显著轻微")


def test_the_names_of_a_case_reach_none_but_the_two_organs(world):
    """[code.33; 17号 17]."""
    case = proposed(world)
    decided(world, case.case_id)
    world.settle()

    assert SUSPECT.identifier in str(world.public_security.snapshot())
    assert SUSPECT.identifier not in str(world.natural_resources.snapshot())
    assert SUSPECT.identifier not in str(world.agriculture.snapshot())


def test_a_receipt_delivered_twice_tells_the_others_once(world):
    case = proposed(world)
    decided(world, case.case_id)
    receipt = CaseReceipted(case.case_id, "environment", "晋公警0001", date(2026, 10, 8))
    world.environment.receives(receipt, event_id="e1")
    once = world.environment.snapshot()

    world.environment.receives(receipt, event_id="e1")
    assert world.environment.snapshot() == once
    world.environment.receives(receipt, event_id="e2", sequence=2)

    states = [at.state for at in world.environment.published(CaseStatusChanged)]
    assert states == [CaseState.REFERRED, CaseState.RECEIPTED]


def test_another_departments_case_is_none_of_ours(world):
    receipt = CaseReceipted("k-1", "agriculture", "晋公警0001", date(2026, 10, 8))

    world.environment.receives(receipt)

    assert world.environment.lanes() == []
    assert world.environment.sent() == []


def test_news_of_an_own_case_that_is_unknown_here_is_held_for_a_person(world):
    filed = CaseFiled("k-404", "environment", "祁公（刑）立字〔2026〕1号", date(2026, 10, 8))

    world.environment.receives(filed)

    (lane,) = world.environment.lanes()
    assert "k-404" in lane.error


def test_feedback_from_a_department_that_was_not_asked_is_parked(world):
    clue_id = reported(world)

    world.natural_resources.receives(
        ClueAccepted(clue_id, "natural_resources"), publisher="public_security"
    )

    report = world.natural_resources.get(OwnReport, clue_id)
    assert report.state is ClueState.AWAITING_ACCEPTANCE
    (lane,) = world.natural_resources.lanes()
    assert "environment" in lane.error


def test_the_status_of_a_case_may_come_before_the_finding(world):
    """The clue and the case are two subjects, so their order is not kept."""
    clue_id = reported(world)
    status = CaseStatusChanged("k-1", clue_id, "natural_resources", CaseState.REFERRED)
    world.natural_resources.receives(status, publisher="environment")

    found = ClueVerified(clue_id, "natural_resources", Finding.SUSPECTED_CRIME)
    world.natural_resources.receives(found, publisher="environment")

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.case_state) == (ClueState.VERIFIED, CaseState.REFERRED)


def test_late_word_of_an_older_case_does_not_hide_the_newer_one(world):
    clue_id = reported(world)
    newer = CaseStatusChanged("k-2", clue_id, "natural_resources", CaseState.REFERRED)
    older = CaseStatusChanged("k-1", clue_id, "natural_resources", CaseState.NOT_APPROVED)

    world.natural_resources.receives(newer, publisher="environment")
    world.natural_resources.receives(older, publisher="environment")

    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.case_id, report.case_state) == ("k-2", CaseState.REFERRED)
