"""Suspected crimes at the referring department: proposed, decided, handed over, closed."""

from datetime import date, timedelta

import pytest
from casework_given import (
    FILE,
    SUSPECT,
    TODAY,
    decided,
    material,
    proposed,
    referral,
    reported,
    sent,
    verified,
)

from services.casework.cases import after_handover, commands
from services.casework.cases import handlers as cases
from services.casework.cases.domain import FULL_FILES, SHORT_FILE, Case, check_file
from services.casework.cases.messages import CaseSupplemented
from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue
from services.casework.clues.messages import ReviseFinding, ReviseToAdministrative
from services.casework.commands import AcceptClue, VerifyClue
from services.casework.messages import (
    CaseReferred,
    CaseState,
    CaseStatusChanged,
    ClueVerified,
    Finding,
    MaterialKind,
)
from services.casework.procedures.case_file import latest_step
from services.casework.procedures.criminal_states import CriminalState as S
from services.casework.procedures.vocabulary import CaseMark
from services.casework.reports.domain import OwnReport
from services.casework.steps.messages import CaseStepTaken, Step
from services.partners.procuratorate.messages import (
    FilingOrdered,
    ReasonsRequired,
    TransferOpinionIssued,
)
from services.public_security.cases import handlers as filing
from services.public_security.cases.commands import (
    DecideFiling,
    ReceiptCase,
    RequestSupplement,
    ServeNotice,
    WithdrawCase,
)
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.messages import CaseFiled, CaseReceipted
from services.public_security.reviews import handlers as reviewing
from services.public_security.reviews.commands import GiveReasons
from shared.errors import ForbiddenError, InvalidInputError, WrongStateError
from shared.testing.world import World


@pytest.fixture
def world():
    return World("environment", "natural_resources", "agriculture", "public_security")


def steps_of(department):
    return [told.step for told in department.published(CaseStepTaken)]


def receipted(world):
    """Refer a case and let public security sign its receipt; return its id."""
    case_id = sent(world).case_id
    world.run_until_idle()
    world.public_security.execute(filing.receipt_case, ReceiptCase(case_id, "晋公警0001"))
    world.run_until_idle()
    return case_id


def served(world, case_id):
    """Serve the notice of the decision on the department."""
    world.public_security.execute(filing.serve_notice, ServeNotice(case_id, "通1号"))
    world.run_until_idle()


def not_filed(world):
    case_id = receipted(world)
    decision = DecideFiling(case_id, False, "祁公（刑）不立字〔2026〕1号", "情节显著轻微")
    world.public_security.execute(filing.decide_filing, decision)
    world.run_until_idle()
    return case_id


@pytest.mark.parametrize("finding", [Finding.UNFOUNDED, Finding.ADMINISTRATIVE])
def test_only_a_suspected_crime_is_referred(world, finding):
    """[17号 5; 310号 5]."""
    clue_id = verified(world, finding)

    with pytest.raises(WrongStateError, match=finding):
        world.environment.execute(cases.propose_referral, referral(clue_id))


def test_a_clue_is_not_referred_before_it_was_verified(world):
    """[310号 5; 17号 5]."""
    clue_id = reported(world)

    with pytest.raises(WrongStateError, match="待受理"):
        world.environment.execute(cases.propose_referral, referral(clue_id))


@pytest.mark.parametrize("missing", FULL_FILES["environment"])
def test_an_environmental_file_lacks_none_of_six_documents(world, missing):
    """[17号 6]."""
    clue_id = verified(world)
    materials = tuple(material for material in FILE if material.kind is not missing)

    with pytest.raises(InvalidInputError, match=missing) as refused:
        world.environment.execute(cases.propose_referral, referral(clue_id, materials))

    assert len(refused.value.faults) == 1
    assert world.environment.published(CaseReferred) == []


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
        check_file(
            "agriculture",
            [document for document in short if document.kind is not MaterialKind.ITEM_LIST],
        )


def test_a_proposed_case_waits_for_the_head_and_nothing_leaves_the_house(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    assert case.state is S.REPORTED
    assert world.environment.get(Clue, case.clue_id).case_id == case.case_id
    assert world.environment.published(CaseReferred) == []


def test_a_clue_has_one_open_case_at_a_time(world):
    case = proposed(world)

    with pytest.raises(WrongStateError, match=case.case_id):
        world.environment.execute(cases.propose_referral, referral(case.clue_id))


def test_who_proposed_a_referral_does_not_decide_it(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    with pytest.raises(ForbiddenError, match="另一人"):
        decided(world, case.case_id, actor="officer-1")
    with pytest.raises(ForbiddenError, match="另一人"):
        decided(world, case.case_id, actor="Officer－１ ")

    assert world.environment.get(Case, case.case_id).state is S.REPORTED


def test_an_approved_case_goes_to_public_security_with_names_and_file(world):
    """[17号 6; 310号 5]."""
    case = proposed(world)

    decided(world, case.case_id)
    world.environment.execute(cases.hand_over, commands.HandOverCase(case.case_id))

    (told,) = world.environment.published(CaseReferred)
    assert (told.referred_by, told.suspects, told.materials) == ("environment", (SUSPECT,), FILE)
    assert told.referred_on == date(2026, 10, 8)


def test_a_case_that_was_not_approved_keeps_the_reason_and_stays_in_the_house(world):
    """[17号 5; 310号 5]."""
    case = proposed(world)

    decided(world, case.case_id, approved=False)
    world.run_until_idle()

    kept = world.environment.get(Case, case.case_id)
    assert kept.state is S.REFUSED
    refusal = latest_step(kept, Step.REFUSED)
    assert (refusal.words, refusal.by) == ("证据不足", "head-1")
    assert world.environment.published(CaseReferred) == []
    report = world.natural_resources.get(OwnReport, case.clue_id)
    assert report.case_state is CaseState.NOT_APPROVED


def test_after_a_refusal_the_clue_may_be_proposed_again(world):
    first = proposed(world)
    decided(world, first.case_id, approved=False)

    second = world.environment.execute(cases.propose_referral, referral(first.clue_id))

    assert second.case_id != first.case_id
    assert world.environment.get(Clue, first.clue_id).case_id == second.case_id


def test_a_case_is_decided_once(world):
    case = proposed(world)
    decided(world, case.case_id)

    with pytest.raises(WrongStateError, match="已批准待移送"):
        decided(world, case.case_id, approved=False)


def test_receipt_and_filing_come_back_and_the_reporter_hears_where_it_stands(world):
    """[17号 7, 9; plan.11]."""
    case = sent(world)
    world.run_until_idle()
    world.public_security.execute(filing.receipt_case, ReceiptCase(case.case_id, "晋公警0001"))
    world.run_until_idle()
    decision = DecideFiling(case.case_id, True, "祁公（刑）立字〔2026〕1号", "有犯罪事实")

    world.public_security.execute(filing.decide_filing, decision)
    world.run_until_idle()

    kept = world.environment.get(Case, case.case_id)
    assert kept.state is S.FILED
    assert latest_step(kept, Step.RECEIPTED).by == "晋公警0001"
    assert latest_step(kept, Step.FILED).document_number == "祁公（刑）立字〔2026〕1号"
    report = world.natural_resources.get(OwnReport, case.clue_id)
    assert (report.case_id, report.case_state) == (case.case_id, CaseState.FILED)
    assert [event.state for event in world.environment.published(CaseStatusChanged)] == [
        CaseState.AWAITING_DECISION,
        CaseState.REFERRED,
        CaseState.RECEIPTED,
        CaseState.FILED,
    ]


def test_a_case_that_was_not_filed_comes_back_with_the_reason(world):
    """[17号 9-10; 310号 8]."""
    case = sent(world)
    world.run_until_idle()
    world.public_security.execute(filing.receipt_case, ReceiptCase(case.case_id, "晋公警0001"))
    decision = DecideFiling(case.case_id, False, "祁公（刑）不立字〔2026〕1号", "情节显著轻微")

    world.public_security.execute(filing.decide_filing, decision)
    world.run_until_idle()

    kept = world.environment.get(Case, case.case_id)
    assert kept.state is S.NOT_FILED
    assert latest_step(kept, Step.NOT_FILED).words == "情节显著轻微"


def test_the_names_of_a_case_reach_none_but_the_two_organs(world):
    """[code.33; 17号 17]."""
    sent(world)
    world.run_until_idle()

    assert SUSPECT.identifier in str(world.public_security.snapshot())
    assert SUSPECT.identifier not in str(world.natural_resources.snapshot())
    assert SUSPECT.identifier not in str(world.agriculture.snapshot())


def test_a_receipt_delivered_twice_tells_the_others_once(world):
    case = sent(world)
    receipt = CaseReceipted(case.case_id, "environment", "晋公警0001", date(2026, 10, 8))
    world.environment.deliver_event(receipt, event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(receipt, event_id="e1")
    assert world.environment.snapshot() == once
    world.environment.deliver_event(receipt, event_id="e2", sequence=2)

    states = [event.state for event in world.environment.published(CaseStatusChanged)]
    assert states == [CaseState.AWAITING_DECISION, CaseState.REFERRED, CaseState.RECEIPTED]


def test_the_referrers_file_keeps_the_number_of_the_receipt(world):
    case = sent(world)
    number = "某公（刑）受字〔2026〕1号"

    world.environment.deliver_event(
        CaseReceipted(case.case_id, "environment", "晋公警0001", date(2026, 10, 8), number)
    )

    kept = world.environment.find(Case, case.case_id)
    assert latest_step(kept, Step.RECEIPTED).document_number == number


def test_another_departments_case_is_none_of_ours(world):
    receipt = CaseReceipted("k-1", "agriculture", "晋公警0001", date(2026, 10, 8))

    world.environment.deliver_event(receipt)

    assert world.environment.lanes() == []
    assert world.environment.sent() == []


def test_news_of_an_own_case_that_is_unknown_here_is_held_for_a_person(world):
    filed = CaseFiled("k-404", "environment", "祁公（刑）立字〔2026〕1号", date(2026, 10, 8))

    world.environment.deliver_event(filed)

    (lane,) = world.environment.lanes()
    assert "k-404" in lane.error


def test_a_suspected_crime_opens_its_case_at_once(world):
    """[17号 5; 310号 5]."""
    clue_id = verified(world)

    case = world.environment.get(Case, world.environment.get(Clue, clue_id).case_id)
    assert (case.state, case.officers) == (S.SUSPECTED, ("某某甲", "某某乙"))
    assert steps_of(world.environment) == [Step.SUSPECTED]


def test_every_step_is_told_to_all_without_names(world):
    receipted(world)

    assert steps_of(world.environment) == [
        Step.SUSPECTED,
        Step.REPORTED,
        Step.APPROVED,
        Step.SENT,
    ]
    assert steps_of(world.public_security) == [Step.RECEIPTED]
    told = world.environment.published(CaseStepTaken)
    assert SUSPECT.name not in str(told).replace("某某甲", "")
    assert {event.referred_by for event in told} == {"environment"}


def test_a_case_is_not_handed_over_before_it_was_approved(world):
    """[17号 6; 310号 5]."""
    case = proposed(world)

    with pytest.raises(WrongStateError, match="待负责人批准"):
        world.environment.execute(cases.hand_over, commands.HandOverCase(case.case_id))


def test_a_penalty_decided_before_keeps_running_and_its_decision_joins_the_file(world):
    """[17号 6, 16]."""
    case = proposed(world)
    penalty = commands.RecordPenalty(
        case.case_id, commands.PenaltyKind.STOP_PRODUCTION, "祁环罚〔2026〕1号", date(2026, 10, 1)
    )
    world.environment.execute(cases.record, penalty)
    decided(world, case.case_id)

    with pytest.raises(InvalidInputError, match="行政处罚决定书"):
        world.environment.execute(cases.hand_over, commands.HandOverCase(case.case_id))

    more = (material(MaterialKind.PENALTY_DECISION),)
    after = world.environment.execute(cases.hand_over, commands.HandOverCase(case.case_id, more))
    assert after.state is S.SENT
    assert [decision.kind for decision in after.penalties] == [commands.PenaltyKind.STOP_PRODUCTION]


def test_no_penalty_is_decided_once_a_crime_is_suspected(world):
    """[17号 16]."""
    case = proposed(world)
    penalty = commands.RecordPenalty(
        case.case_id, commands.PenaltyKind.OTHER, "祁环罚〔2026〕2号", date(2026, 10, 9)
    )

    with pytest.raises(InvalidInputError, match="17号 16"):
        world.environment.execute(cases.record, penalty)


@pytest.mark.parametrize("bring", [proposed, sent])
def test_a_penalty_never_takes_the_place_of_a_transfer(world, bring):
    """[310号 11; code.1062; 行政处罚法 82]."""
    case = bring(world)
    closing = commands.CloseCase(case.case_id, "已罚款结案", "祁环罚〔2026〕3号")

    with pytest.raises(WrongStateError, match="310号 11；生态环境法典 1062；行政处罚法 82"):
        world.environment.execute(cases.close, closing)


def test_after_public_security_declined_a_penalty_may_end_the_case(world):
    """[310号 11; 行政处罚法 82]."""
    case_id = not_filed(world)
    served(world, case_id)
    closing = commands.CloseCase(case_id, "依法给予行政处罚", "祁环罚〔2026〕3号")

    closed = world.environment.execute(cases.close, closing, actor="head-1")

    assert CaseMark.CLOSED in closed.marks


def test_what_is_missing_is_asked_for_and_handed_in(world):
    """[17号 8]."""
    case_id = receipted(world)
    asked = RequestSupplement(case_id, (MaterialKind.TEST_REPORT,), "请补正监测报告")
    world.public_security.execute(filing.request_supplement, asked)
    world.run_until_idle()
    assert CaseMark.SUPPLEMENT_DUE in world.environment.get(Case, case_id).marks

    handed = (material(MaterialKind.TEST_REPORT, "补充监测报告"),)
    world.environment.execute(after_handover.supplement, commands.SupplementCase(case_id, handed))
    world.run_until_idle()

    from_there = world.public_security.get(ReferredCase, case_id)
    assert from_there.materials[-1].name == "补充监测报告"
    assert CaseMark.SUPPLEMENT_DUE not in from_there.marks


def test_what_cannot_be_handed_in_is_explained(world):
    """[17号 8]."""
    case_id = receipted(world)
    asked = RequestSupplement(case_id, (MaterialKind.TEST_REPORT,), "请补正监测报告")
    world.public_security.execute(filing.request_supplement, asked)
    world.run_until_idle()

    world.environment.execute(
        after_handover.explain_gap, commands.ExplainGap(case_id, "样品已灭失")
    )

    (told,) = world.environment.published(CaseSupplemented)
    assert (told.materials, told.reason) == ((), "样品已灭失")
    assert steps_of(world.environment)[-1] is Step.SUPPLEMENT_IMPOSSIBLE


def test_nothing_is_supplemented_unasked(world):
    """[17号 8]."""
    case_id = receipted(world)

    with pytest.raises(WrongStateError, match="待补正材料"):
        world.environment.execute(
            after_handover.supplement, commands.SupplementCase(case_id, FILE[:1])
        )


def test_an_opinion_reopens_a_case_that_the_head_refused(world):
    """[17号 14]."""
    case = proposed(world)
    decided(world, case.case_id, approved=False)
    opinion = TransferOpinionIssued(case.clue_id, "environment", "已达移送标准", TODAY)

    world.environment.deliver_event(opinion)

    reopened = world.environment.get(Case, case.case_id)
    assert (reopened.state, reopened.marks) == (S.REPORTED, (CaseMark.DEMANDED,))
    with pytest.raises(WrongStateError, match="应当移送"):
        decided(world, case.case_id, approved=False)
    assert steps_of(world.environment)[-1] is Step.TRANSFER_DEMANDED


def test_an_opinion_about_a_clue_not_verified_yet_waits_for_it(world):
    """[17号 14]: the opinion may arrive before the clue, and is parked."""
    clue_id = reported(world)
    opinion = TransferOpinionIssued(clue_id, "environment", "已达移送标准", TODAY)
    world.environment.deliver_event(opinion, event_id="o-1")
    world.environment.deliver_event(opinion, event_id="o-1")

    world.environment.execute(clues.accept_clue, AcceptClue(clue_id))
    found = VerifyClue(clue_id, Finding.ADMINISTRATIVE, ("某某甲", "某某乙"), "未达标准")
    clue = world.environment.execute(clues.verify_clue, found)

    case = world.environment.get(Case, clue.case_id)
    assert (case.state, case.marks) == (S.SUSPECTED, (CaseMark.DEMANDED,))


def test_a_filing_that_comes_before_its_receipt_waits_for_it(world):
    """[17号 7, 9]: an early event is kept and applied in its place."""
    case_id = sent(world).case_id
    filed = CaseFiled(case_id, "environment", "祁公（刑）立字〔2026〕1号", TODAY)
    world.environment.deliver_event(filed, sequence=2)
    waiting = world.environment.get(Case, case_id)
    assert (waiting.state, len(waiting.early)) == (S.SENT, 1)

    receipt = CaseReceipted(case_id, "environment", "晋公警0001", TODAY)
    world.environment.deliver_event(receipt, sequence=3)

    settled = world.environment.get(Case, case_id)
    assert (settled.state, settled.early) == (S.FILED, ())
    assert [entry.step for entry in settled.history[-2:]] == [Step.RECEIPTED, Step.FILED]


def test_items_handed_over_for_a_filing_that_was_withdrawn_do_not_count_for_the_next(world):
    """[17号 10]: an answer names the decision that it refers to."""
    case_id = receipted(world)
    police = world.public_security
    police.execute(filing.decide_filing, DecideFiling(case_id, True, "立1号", "有犯罪事实"))
    served(world, case_id)
    handing = commands.HandItems(case_id, ("黑色污泥样品",), "晋公警0001")
    world.environment.execute(after_handover.hand_items, handing)
    police.execute(filing.withdraw_case, WithdrawCase(case_id, "撤1号", "情节显著轻微"))
    for kind, number in ((ReasonsRequired, "要1号"), (FilingOrdered, "令1号")):
        words = () if kind is ReasonsRequired else ("理由不成立",)
        event = kind(case_id, "public_security", number, TODAY, *words)
        police.deliver_event(event, publisher="procuratorate")
        if kind is ReasonsRequired:
            police.execute(reviewing.give_reasons, GiveReasons(case_id, "证据不足"))
    police.execute(filing.decide_filing, DecideFiling(case_id, True, "立2号", "依通知立案"))

    world.run_until_idle()

    theirs = police.get(ReferredCase, case_id)
    ours = world.environment.get(Case, case_id)
    assert latest_step(theirs, Step.ITEMS_HANDED).overtaken
    assert CaseMark.ITEMS_DUE in theirs.marks
    assert CaseMark.ITEMS_DUE in ours.marks


def test_a_case_is_not_closed_before_the_notice_of_the_decision_is_here(world):
    """The time to contest runs from the notice [17号 11; 310号 9]."""
    case_id = not_filed(world)
    closing = commands.CloseCase(case_id, "依法给予行政处罚", "祁环罚〔2026〕3号")

    with pytest.raises(WrongStateError, match="待送达决定通知书"):
        world.environment.execute(cases.close, closing, actor="head-1")


def test_items_go_over_only_after_the_notice_of_filing(world):
    """[17号 10; 310号 12]: within three days after its receipt."""
    case_id = receipted(world)
    deciding = DecideFiling(case_id, True, "立1号", "有犯罪事实")
    world.public_security.execute(filing.decide_filing, deciding)
    world.run_until_idle()
    handing = commands.HandItems(case_id, ("黑色污泥样品",), "晋公警0001")

    with pytest.raises(WrongStateError, match="决定通知书已送达"):
        world.environment.execute(after_handover.hand_items, handing)


def test_supervision_of_a_case_without_decision_waits_until_the_period_is_over(world):
    """[17号 9, 12]: public security has three days and is late only after them."""
    case_id = receipted(world)
    suggesting = commands.SuggestSupervision(case_id, "逾期未作决定")

    with pytest.raises(WrongStateError, match="届满"):
        world.environment.execute(after_handover.suggest_supervision, suggesting)
    world.now += timedelta(days=30)
    late = world.environment.execute(after_handover.suggest_supervision, suggesting)

    assert CaseMark.SUGGESTED in late.marks


def test_a_case_that_nobody_signs_for_may_be_supervised_once_the_day_is_over(world):
    """[17号 7, 12]: public security must sign at once; otherwise supervision could never begin."""
    case_id = sent(world).case_id
    suggesting = commands.SuggestSupervision(case_id, "逾期未签收")

    with pytest.raises(WrongStateError, match="签收案件的期限"):
        world.environment.execute(after_handover.suggest_supervision, suggesting)
    world.now += timedelta(days=5)
    late = world.environment.execute(after_handover.suggest_supervision, suggesting)

    assert CaseMark.SUGGESTED in late.marks


def revision(clue_id, finding=Finding.SUSPECTED_CRIME):
    return ReviseFinding(clue_id, finding, ("某某丙", "某某丁"), "补充检测超标三倍", "补充检测报告")


@pytest.mark.parametrize("first", [Finding.UNFOUNDED, Finding.ADMINISTRATIVE])
def test_a_violation_that_proves_criminal_becomes_a_case(world, first):
    """[310号 5; 17号 5]: a suspicion that arises later must also be referred."""
    clue_id = verified(world, first)

    clue = world.environment.execute(clues.revise_finding, revision(clue_id))
    world.run_until_idle()

    assert world.environment.get(Case, clue.case_id).state is S.SUSPECTED
    (earlier,) = clue.earlier
    assert (earlier.finding, earlier.officers) == (first, ("某某甲", "某某乙"))
    told = [(word.finding, word.revision) for word in world.environment.published(ClueVerified)]
    assert told == [(first, 1), (Finding.SUSPECTED_CRIME, 2)]
    assert world.natural_resources.get(OwnReport, clue_id).finding is Finding.SUSPECTED_CRIME


@pytest.mark.parametrize("finding", list(Finding))
def test_a_suspected_crime_is_not_talked_down_by_its_officers(world, finding):
    clue_id = verified(world)

    with pytest.raises(WrongStateError, match="只能改为更重的结论"):
        world.environment.execute(clues.revise_finding, revision(clue_id, finding))


def test_after_a_refusal_the_head_may_let_the_clue_go_on_as_a_violation(world):
    """[310号 11]: a case that is not referred may be penalised, or lead to detention."""
    case = proposed(world)
    easing = ReviseToAdministrative(case.clue_id, "未达刑事立案标准")
    with pytest.raises(WrongStateError, match="待负责人批准"):
        world.environment.execute(clues.revise_administrative, easing)
    decided(world, case.case_id, approved=False)

    clue = world.environment.execute(clues.revise_administrative, easing)
    world.run_until_idle()

    assert (clue.finding, clue.revision) == (Finding.ADMINISTRATIVE, 2)
    assert world.natural_resources.get(OwnReport, case.clue_id).finding is Finding.ADMINISTRATIVE


def test_word_of_an_earlier_finding_that_comes_late_does_not_stand(world):
    clue_id = verified(world, Finding.ADMINISTRATIVE)
    world.environment.execute(clues.revise_finding, revision(clue_id))
    world.run_until_idle()

    late = ClueVerified(clue_id, "natural_resources", Finding.ADMINISTRATIVE, 1)
    world.natural_resources.deliver_event(
        late, publisher="environment", event_id="late", sequence=99
    )

    assert world.natural_resources.get(OwnReport, clue_id).finding is Finding.SUSPECTED_CRIME
