"""A number belongs to its first publisher: another's use of it hides and blocks nothing."""

from dataclasses import replace
from datetime import date

import pytest
from casework_given import DUMPING, FILE, SUSPECT, a_form, decided, proposed, reported, sent

from services.casework.cases import after_handover
from services.casework.cases import handlers as cases
from services.casework.cases.commands import HandOverCase, SupplementCase
from services.casework.cases.domain import Case
from services.casework.cases.messages import CaseReconsiderationRequested
from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue, ClueState
from services.casework.commands import AcceptClue
from services.casework.detentions.messages import DetentionReferred
from services.casework.messages import CaseReferred, ClueReported, MaterialKind, Matter
from services.casework.numbers.messages import NumberContested, NumberKind
from services.casework.procedures.criminal_states import CriminalState as S
from services.casework.reports.domain import OwnReport
from services.casework.reports.handlers import report_clue
from services.casework.steps.messages import CaseStepTaken
from services.partners.procuratorate.messages import ReasonsRequired
from services.public_security.cases import handlers as filing
from services.public_security.cases.commands import DecideFiling, ReceiptCase, RequestSupplement
from services.public_security.cases.domain import EarlySteps, ReferredCase
from services.public_security.detentions import handlers as detentions
from services.public_security.detentions.commands import ReceiptDetention
from services.public_security.detentions.domain import ReferredDetention
from services.public_security.detentions.messages import DetentionReceipted
from shared.handling.owned_numbers import NumberOwner
from shared.testing.world import World

TODAY = date(2026, 10, 8)
DISPUTE = CaseReconsiderationRequested("k-1", "agriculture", "public_security", TODAY, "不服")
CITY = ("environment", "natural_resources", "agriculture", "public_security")


@pytest.fixture
def world():
    return World(*CITY)


def false_referral(case_id, by="agriculture"):
    return CaseReferred(case_id, "c-x", by, "140728", "某罪", (SUSPECT,), FILE[:1], TODAY)


def invades(world, case_id, by="agriculture"):
    world.public_security.deliver_event(false_referral(case_id, by), publisher=by)


def apart(case_id, by="agriculture"):
    return f"{case_id}@{by}"


def arrives_under_a_false_one(world):
    """Publish the false referral between the opening of the case and its referral."""
    case = proposed(world)
    world.run_until_idle()
    invades(world, case.case_id)
    decided(world, case.case_id)
    world.environment.execute(cases.hand_over, HandOverCase(case.case_id), actor="officer-1")
    world.run_until_idle()
    return case.case_id


def test_a_referral_under_a_number_that_was_only_heard_hides_no_true_one(world):
    case_id = arrives_under_a_false_one(world)

    true = world.public_security.get(ReferredCase, case_id)
    false = world.public_security.get(ReferredCase, apart(case_id))
    assert (true.referred_by, true.charge, true.state) == ("environment", "污染环境罪", S.SENT)
    assert (false.referred_by, false.charge) == ("agriculture", "某罪")
    assert (true.contested_by, false.contested_by) == (("agriculture",), ("environment",))


def test_both_departments_are_told_that_they_use_one_number(world):
    case_id = arrives_under_a_false_one(world)

    told = world.public_security.published(NumberContested)
    assert {(event.owner, event.other, event.kept_as) for event in told} == {
        ("environment", "agriculture", case_id),
        ("agriculture", "environment", apart(case_id)),
    }
    assert world.environment.get(Case, case_id).contested_by == ("agriculture",)
    (lane,) = world.agriculture.lanes()
    assert case_id in lane.error


def test_the_true_case_goes_on_under_its_number(world):
    case_id = arrives_under_a_false_one(world)

    world.public_security.execute(filing.receipt_case, ReceiptCase(case_id, "警1"))
    world.run_until_idle()

    assert world.environment.get(Case, case_id).state is S.RECEIPTED
    assert world.environment.lanes() == []


def test_even_a_false_referral_that_is_the_first_word_of_a_number_hides_nothing(world):
    """Public security received no step: the false case has the number, the true one its own key."""
    case_id = sent(world).case_id
    invades(world, case_id)

    world.run_until_idle()

    kept = world.public_security.get(ReferredCase, apart(case_id, "environment"))
    assert (kept.referred_by, kept.own_number) == ("environment", case_id)
    assert len(world.public_security.published(NumberContested)) == 2


def test_a_case_beside_another_of_its_number_is_handled_to_the_end(world):
    """[17号 7-9] Public security's events reach the department under the department's number."""
    case_id = sent(world).case_id
    invades(world, case_id)
    world.run_until_idle()
    key = apart(case_id, "environment")

    police = world.public_security
    police.execute(filing.receipt_case, ReceiptCase(key, "警1"))
    asked = RequestSupplement(key, (MaterialKind.TEST_REPORT,), "缺少监测报告")
    police.execute(filing.request_supplement, asked)
    world.run_until_idle()
    world.environment.execute(after_handover.supplement, SupplementCase(case_id, FILE[:1]))
    world.run_until_idle()
    police.execute(filing.decide_filing, DecideFiling(key, True, "立1号", "有犯罪事实"))
    world.run_until_idle()

    assert world.environment.get(Case, case_id).state is S.FILED
    assert len(police.get(ReferredCase, key).materials) == len(FILE) + 1
    assert police.get(ReferredCase, case_id).state is S.SENT
    assert world.environment.lanes() == police.lanes() == []
    steps = [step for step in police.published(CaseStepTaken) if step.referred_by == "environment"]
    assert {step.case_id for step in steps} == {case_id}


def test_the_procuratorate_means_the_case_that_its_step_fits(world):
    """[proc01.10] Its letter contains only a number."""
    case_id = sent(world).case_id
    invades(world, case_id)
    world.run_until_idle()
    key = apart(case_id, "environment")
    world.public_security.execute(filing.receipt_case, ReceiptCase(key, "警1"))
    dropped = DecideFiling(key, False, "不立1号", "情节轻微")
    world.public_security.execute(filing.decide_filing, dropped)
    world.public_security.execute(filing.receipt_case, ReceiptCase(case_id, "警1"))
    world.public_security.execute(
        filing.decide_filing, replace(dropped, case_id=case_id, filed=True)
    )

    asked = ReasonsRequired(case_id, "public_security", "要1号", TODAY)
    world.public_security.deliver_event(asked, publisher="procuratorate")

    assert world.public_security.get(ReferredCase, key).marks != ()
    assert "待说明不立案理由" in world.public_security.get(ReferredCase, key).marks
    assert "待说明不立案理由" not in world.public_security.get(ReferredCase, case_id).marks


def test_a_referral_said_again_changes_nothing(world):
    case_id = arrives_under_a_false_one(world)
    before = world.public_security.snapshot()["referred_cases"]

    for by in ("agriculture", "environment"):
        referral = false_referral(case_id, by)
        world.public_security.deliver_event(referral, publisher=by, sequence=900)

    assert world.public_security.snapshot()["referred_cases"] == before


def test_a_file_that_was_kept_before_owners_were_is_its_referrers(world):
    case_id = sent(world).case_id
    world.run_until_idle()
    owner = world.public_security.get(NumberOwner, f"referred_cases:{case_id}")
    world.public_security.store.transact(lambda session: session.remove(owner))

    invades(world, case_id)

    assert world.public_security.get(ReferredCase, case_id).referred_by == "environment"
    assert world.public_security.get(ReferredCase, apart(case_id)).referred_by == "agriculture"


def test_a_letter_of_one_department_about_anothers_case_waits_for_a_person(world):
    case_id = sent(world).case_id
    world.run_until_idle()
    event = replace(DISPUTE, case_id=case_id)

    world.public_security.deliver_event(event, publisher="agriculture")

    (lane,) = world.public_security.lanes()
    assert "environment" in lane.error
    assert lane.due_at is None
    assert world.public_security.page(EarlySteps).items == ()


def test_two_detention_cases_of_one_number_are_kept_and_answered_apart(world):
    """[853号 12]."""
    first = DetentionReferred(
        "d-1", "environment", "public_security", "140727", a_form(), FILE[:1], TODAY
    )
    second = replace(first, referred_by="agriculture")
    for event in (first, second):
        world.public_security.deliver_event(event, publisher=event.referred_by)

    police = world.public_security
    police.execute(detentions.receipt, ReceiptDetention(apart("d-1"), "警1"))

    (told,) = police.published(DetentionReceipted)
    assert (told.case_id, told.referred_by) == ("d-1", "agriculture")
    assert police.get(ReferredDetention, "d-1").contested_by == ("agriculture",)


def a_false_clue(clue_id):
    return ClueReported(
        clue_id, Matter.SOIL_POLLUTION, "agriculture", "environment", "140728", "某", TODAY
    )


def test_two_clues_of_one_number_are_both_taken_in(world):
    clue_id = world.natural_resources.execute(report_clue, DUMPING).clue_id
    world.environment.deliver_event(a_false_clue(clue_id), publisher="agriculture")

    world.run_until_idle()
    key = apart(clue_id, "natural_resources")
    world.environment.execute(clues.accept_clue, AcceptClue(key))
    world.run_until_idle()

    assert world.environment.get(Clue, clue_id).reporter == "agriculture"
    assert world.environment.get(Clue, key).reporter == "natural_resources"
    report = world.natural_resources.get(OwnReport, clue_id)
    assert (report.state, report.contested_by) == (ClueState.ACCEPTED, ("agriculture",))


def test_nobody_but_its_keeper_says_that_a_number_is_contested(world):
    clue_id = reported(world)
    event = NumberContested(clue_id, NumberKind.CLUE, "natural_resources", "agriculture", clue_id)

    world.natural_resources.deliver_event(event, publisher="agriculture")

    assert world.natural_resources.get(OwnReport, clue_id).contested_by == ()
    (lane,) = world.natural_resources.lanes()
    assert "environment" in lane.error
