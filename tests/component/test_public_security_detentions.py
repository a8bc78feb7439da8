"""Referral for administrative detention: the form, four signatures, and the outcome."""

from dataclasses import replace
from datetime import date

import pytest
from casework_given import TODAY, a_form, material, verified

from services.casework.detentions import commands
from services.casework.detentions import handlers as department
from services.casework.detentions.domain import REQUIRED, Detention
from services.casework.detentions.messages import DetentionGround, DetentionReferred
from services.casework.messages import Finding, MaterialKind
from services.casework.procedures.case_file import latest_step
from services.casework.procedures.detention_states import DetentionState as D
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import CaseStepTaken, Step, Track
from services.public_security.detentions import commands as police
from services.public_security.detentions import handlers
from services.public_security.detentions.domain import ReferredDetention
from services.public_security.detentions.messages import (
    Detained,
    DetentionDecided,
    DetentionPeriodExtended,
    DetentionReceipted,
)
from shared.errors import ForbiddenError, InvalidInputError, WrongStateError
from shared.testing.world import World

FILE = tuple(material(kinds[0], f"{kinds[0]}一份") for kinds in REQUIRED)


@pytest.fixture
def world():
    return World("environment", "natural_resources", "agriculture", "public_security")


def drafted(world, **changed):
    clue_id = verified(world, Finding.ADMINISTRATIVE)
    draft = commands.DraftDetention(clue_id, a_form(**changed), FILE)
    return world.environment.execute(department.draft, draft, actor="officer-1").case_id


def signed(world, **changed):
    case_id = drafted(world, **changed)
    bureau = world.environment
    unit = commands.ReviewAsUnit(case_id, True, "同意")
    bureau.execute(department.review_as_unit, unit, actor="unit-1")
    legal = commands.ReviewAsLegal(case_id, True, "同意")
    bureau.execute(department.review_as_legal, legal, actor="legal-1")
    bureau.execute(
        department.decide, commands.DecideDetention(case_id, True, "同意"), actor="head-1"
    )
    return case_id


def receipted(world, **changed):
    case_id = signed(world, **changed)
    world.environment.execute(department.hand_over, commands.HandOverDetention(case_id))
    world.run_until_idle()
    world.public_security.execute(handlers.receipt, police.ReceiptDetention(case_id, "晋公警0001"))
    world.run_until_idle()
    return case_id


def test_four_people_sign_before_a_case_leaves(world):
    """[853号 10]."""
    case = world.environment.get(Detention, signed(world))

    assert case.state is D.APPROVED
    assert [entry.by for entry in case.history] == ["officer-1", "unit-1", "legal-1", "head-1"]


def test_nobody_signs_twice(world):
    """[853号 10]."""
    case_id = drafted(world)
    own = commands.ReviewAsUnit(case_id, True, "同意")

    with pytest.raises(ForbiddenError, match="另一人"):
        world.environment.execute(department.review_as_unit, own, actor="officer-1")

    world.environment.execute(department.review_as_unit, own, actor="unit-1")
    legal = commands.ReviewAsLegal(case_id, True, "同意")
    for earlier in ("officer-1", "unit-1"):
        with pytest.raises(ForbiddenError, match="另一人"):
            world.environment.execute(department.review_as_legal, legal, actor=earlier)


def test_the_unit_does_not_refuse_in_the_place_of_the_legal_unit(world):
    """[853号 10]."""
    case_id = drafted(world)
    agreed = commands.ReviewAsUnit(case_id, True, "同意")
    world.environment.execute(department.review_as_unit, agreed, actor="unit-1")

    refusal = replace(agreed, agreed=False)

    with pytest.raises(ForbiddenError, match="legal"):
        world.environment.execute(department.review_as_unit, refusal, actor="unit-2")


def test_a_case_is_handed_over_only_after_all_signed(world):
    """[853号 10, 12]."""
    with pytest.raises(WrongStateError, match="待执法机构审核"):
        world.environment.execute(department.hand_over, commands.HandOverDetention(drafted(world)))


@pytest.mark.parametrize("missing", REQUIRED, ids=lambda kinds: kinds[0])
def test_the_file_lacks_nothing_and_least_of_all_the_penalty(world, missing):
    """[853号 11]."""
    clue_id = verified(world, Finding.ADMINISTRATIVE)
    held = tuple(document for document in FILE if document.kind not in missing)

    with pytest.raises(InvalidInputError, match=missing[0]):
        world.environment.execute(
            department.draft, commands.DraftDetention(clue_id, a_form(), held)
        )


def test_a_suspected_crime_does_not_go_for_detention(world):
    """[853号 2; 310号 5]."""
    clue_id = verified(world, Finding.SUSPECTED_CRIME)

    with pytest.raises(WrongStateError, match="853号 2"):
        world.environment.execute(
            department.draft, commands.DraftDetention(clue_id, a_form(), FILE)
        )


def test_the_penalty_comes_first(world):
    """[853号 2]."""
    with pytest.raises(InvalidInputError, match="853号 2"):
        drafted(world, penalty_decided_on=date(2026, 10, 9))


def test_one_investigator_named_twice_is_not_two(world):
    """[853号 10; 行政处罚法 42]."""
    with pytest.raises(InvalidInputError, match=r"form\.investigators"):
        drafted(world, investigators=("某执法证甲001", "某执法证甲００１"))


def test_banned_pesticides_are_for_the_agriculture_bureau(world):
    """[code.1131]."""
    with pytest.raises(InvalidInputError, match="农业农村"):
        drafted(world, ground=DetentionGround.BANNED_PESTICIDE)


def test_a_decision_is_copied_and_the_case_closed(world):
    """[853号 14, 16]."""
    case_id = receipted(world)
    bureau = world.public_security
    bureau.execute(handlers.detain, police.DecideOnDetention(case_id, "祁公拘〔2026〕1号", 5))
    world.run_until_idle()
    closing = commands.CloseDetention(case_id, "已收到决定书副本")
    with pytest.raises(WrongStateError, match="已抄送"):
        world.environment.execute(department.close, closing)

    bureau.execute(handlers.copy_decision, police.CopyDecision(case_id, "祁公拘〔2026〕1号"))
    world.run_until_idle()

    closed = world.environment.execute(department.close, closing)
    assert (closed.state, CaseMark.CLOSED in closed.marks) == (D.DETAINED, True)


def test_a_case_is_rejected_with_reasons_and_comes_back(world):
    """[853号 15]."""
    case_id = receipted(world)

    rejection = police.RejectDetention(case_id, "祁公不拘〔2026〕1号", "不符合条件")
    world.public_security.execute(handlers.reject, rejection)
    world.run_until_idle()

    back = world.environment.get(Detention, case_id)
    assert (back.state, latest_step(back, Step.REJECTED).words) == (D.REJECTED, "不符合条件")


def test_what_is_not_clear_is_asked_for_and_handed_in(world):
    """[853号 13]."""
    case_id = receipted(world)
    asked = police.RequestDetentionSupplement(case_id, "请补充询问笔录")
    world.public_security.execute(handlers.request_supplement, asked)
    world.run_until_idle()

    more = (material(MaterialKind.SITE_RECORD, "询问笔录"),)
    supplement = commands.SupplementDetention(case_id, more)
    world.environment.execute(department.supplement, supplement)
    world.run_until_idle()

    kept = world.public_security.get(ReferredDetention, case_id)
    assert (kept.materials[-1].name, kept.marks) == ("询问笔录", ())


def test_a_decision_that_comes_before_its_receipt_waits(world):
    """[853号 12, 14]: an early event is kept."""
    case_id = signed(world)
    world.environment.execute(department.hand_over, commands.HandOverDetention(case_id))
    decision = DetentionDecided(case_id, "environment", TODAY, "祁公拘〔2026〕1号", 5)
    world.environment.deliver_event(decision, sequence=2)
    assert len(world.environment.get(Detention, case_id).early) == 1

    receipt = DetentionReceipted(case_id, "environment", TODAY, "晋公警0001")
    world.environment.deliver_event(receipt, sequence=3)

    assert world.environment.get(Detention, case_id).state is D.DETAINED


def test_a_case_delivered_twice_arrives_once_and_only_from_its_department(world):
    case_id = receipted(world)
    kept = world.public_security.get(ReferredDetention, case_id)
    (told,) = world.environment.published(DetentionReferred)

    world.public_security.deliver_event(told, publisher="environment", sequence=90)
    assert world.public_security.get(ReferredDetention, case_id) == kept

    forged = replace(told, case_id="k-9")
    world.public_security.deliver_event(forged, publisher="agriculture")
    assert world.public_security.find(ReferredDetention, "k-9") is None


def test_the_steps_of_a_detention_case_name_their_track(world):
    receipted(world)

    told = world.environment.published(CaseStepTaken)
    assert {event.track for event in told} == {Track.DETENTION}
    assert [event.step for event in told] == [
        Step.DRAFTED,
        Step.UNIT_AGREED,
        Step.LEGAL_AGREED,
        Step.APPROVED,
        Step.SENT,
    ]


@pytest.mark.parametrize(
    ("ground", "days"),
    [
        (DetentionGround.EVASION, 4),
        (DetentionGround.POLLUTED_FARMLAND, 4),
        (DetentionGround.HAZARDOUS_WASTE, 9),
    ],
)
def test_no_ground_knows_so_few_days(world, ground, days):
    """[code.1108, 1160, 1165: from five days; 1179: from ten]."""
    case_id = receipted(world, ground=ground)
    bureau = world.public_security

    with pytest.raises(InvalidInputError, match=r"days：.*拘留期限为"):
        bureau.execute(
            handlers.detain, police.DecideOnDetention(case_id, "祁公拘〔2026〕1号", days)
        )
    decided = police.DecideOnDetention(case_id, "祁公拘〔2026〕1号", days + 1)
    assert bureau.execute(handlers.detain, decided).state is D.DETAINED


def test_the_department_learns_who_is_detained(world):
    case_id = receipted(world)
    somebody = Detained("某某", "某某证件")

    world.public_security.execute(
        handlers.detain, police.DecideOnDetention(case_id, "祁公拘〔2026〕1号", 5, (somebody,))
    )

    (told,) = world.public_security.published(DetentionDecided)
    assert told.detained == (somebody,)
    assert world.public_security.get(ReferredDetention, case_id).detained == (somebody,)


def test_the_superior_organ_extends_the_period_once(world):
    """[psa.165]: thirty days, and thirty more by the superior organ."""
    case_id = receipted(world)
    asked = police.ExtendDetentionPeriod(case_id, "晋中市公安局", "晋公延〔2026〕1号", "案情复杂")

    world.public_security.execute(handlers.extend_period, asked)

    (told,) = world.public_security.published(DetentionPeriodExtended)
    assert (told.referred_by, told.approved_by) == ("environment", "晋中市公安局")
    with pytest.raises(WrongStateError, match="只能延长一次"):
        world.public_security.execute(handlers.extend_period, asked)


def test_who_handles_a_case_does_not_extend_its_own_period(world):
    case_id = receipted(world)
    forward = police.ForwardDetention(case_id, "140727", "祁县公安局", "属地管辖")
    world.public_security.execute(handlers.forward, forward)
    world.public_security.execute(handlers.receipt, police.ReceiptDetention(case_id, "晋公警0002"))

    own = police.ExtendDetentionPeriod(case_id, "祁县公安局", "祁公延〔2026〕1号", "案情复杂")

    with pytest.raises(InvalidInputError, match="上一级公安机关"):
        world.public_security.execute(handlers.extend_period, own)
