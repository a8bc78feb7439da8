"""Public security's handling of a referred case: the receipt, then the decision."""

from datetime import date

import pytest

from services.casework.messages import CaseReferred, Material, MaterialKind, Suspect
from services.casework.procedures.case_file import latest_step
from services.casework.procedures.criminal_states import CriminalState as S
from services.casework.steps.messages import CaseStepTaken, Step
from services.public_security.cases import handlers
from services.public_security.cases.commands import DecideFiling, ReceiptCase
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.messages import CaseFiled, CaseNotFiled, CaseReceipted
from services.public_security.service import PublicSecurity
from shared.contracts.openapi import routes_of
from shared.errors import InvalidInputError, NotFoundError, WrongStateError
from shared.messages.contract import contract_of
from shared.testing.world import World
from shared.web.auth import Role

TODAY = date(2026, 10, 8)
REFERRAL = CaseReferred(
    case_id="k-1",
    clue_id="c-1",
    referred_by="environment",
    county="140727",
    charge="污染环境罪",
    suspects=(Suspect("某某", "140727199001010017"),),
    materials=(Material(MaterialKind.TRANSFER_LETTER, "案件移送书", "9f" * 32),),
    referred_on=TODAY,
)
FILE_IT = DecideFiling("k-1", True, "祁公（刑）立字〔2026〕1号", "有犯罪事实，需追究刑事责任")
DROP_IT = DecideFiling("k-1", False, "祁公（刑）不立字〔2026〕1号", "情节显著轻微")


@pytest.fixture
def bureau():
    return World("public_security").public_security


@pytest.fixture
def arrived(bureau):
    bureau.deliver_event(REFERRAL, event_id="e1", publisher="environment")
    return bureau


@pytest.fixture
def signed(arrived):
    arrived.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0001"))
    return arrived


def test_a_referred_case_waits_for_its_receipt(arrived):
    case = arrived.get(ReferredCase, "k-1")

    assert (case.state, case.referred_by) == (S.SENT, "environment")
    assert case.suspects == REFERRAL.suspects
    assert arrived.sent() == []


def test_a_case_delivered_twice_arrives_once(arrived):
    once = arrived.snapshot()

    arrived.deliver_event(REFERRAL, event_id="e1", publisher="environment")

    assert arrived.snapshot() == once


def test_the_same_case_under_a_new_event_does_not_undo_the_receipt(signed):
    signed.deliver_event(REFERRAL, event_id="e2", sequence=2, publisher="environment")

    assert signed.get(ReferredCase, "k-1").state is S.RECEIPTED
    assert signed.lanes() == []


def test_a_case_in_another_departments_name_is_parked_for_a_person(bureau):
    bureau.deliver_event(REFERRAL, publisher="agriculture")

    assert bureau.find(ReferredCase, "k-1") is None
    (lane,) = bureau.lanes()
    assert "agriculture" in lane.error


def test_a_case_with_an_incomplete_file_is_signed_for_all_the_same(arrived):
    """[17号 7; 310号 7]."""
    case = arrived.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0001"))

    assert len(case.materials) == 1
    assert (case.state, latest_step(case, Step.RECEIPTED).on) == (S.RECEIPTED, TODAY)
    assert len(arrived.published(CaseStepTaken)) == 1
    assert arrived.published(CaseReceipted) == [
        CaseReceipted("k-1", "environment", "晋公警0001", TODAY)
    ]


def test_the_number_of_a_receipt_is_told_with_it(arrived):
    signed_for = ReceiptCase("k-1", "晋公警0001", "某公（刑）受字〔2026〕1号")

    case = arrived.execute(handlers.receipt_case, signed_for)

    (told,) = arrived.published(CaseReceipted)
    assert told.document_number == latest_step(case, Step.RECEIPTED).document_number
    assert told.document_number == "某公（刑）受字〔2026〕1号"


def test_a_case_is_signed_for_once(signed):
    """[17号 7; 310号 7]."""
    with pytest.raises(WrongStateError, match="已签收"):
        signed.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0002"))

    assert len(signed.published(CaseReceipted)) == 1


def test_one_receipt_requested_twice_is_one_receipt(arrived):
    for _ in range(2):
        arrived.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0001"), key="k")

    assert len(arrived.published(CaseReceipted)) == 1


def test_a_case_that_never_came_is_named(bureau):
    with pytest.raises(NotFoundError, match="k-1"):
        bureau.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0001"))


def test_a_case_is_decided_only_after_the_receipt(arrived):
    """[17号 9]."""
    with pytest.raises(WrongStateError, match="已移送待签收"):
        arrived.execute(handlers.decide_filing, FILE_IT)


def test_a_filed_case_is_told_to_who_referred_it(signed):
    """[17号 9-10]."""
    case = signed.execute(handlers.decide_filing, FILE_IT, actor="ps-head")

    assert (case.state, latest_step(case, Step.FILED).by) == (S.FILED, "ps-head")
    assert signed.published(CaseFiled) == [
        CaseFiled("k-1", "environment", "祁公（刑）立字〔2026〕1号", TODAY)
    ]


def test_a_case_that_is_not_filed_says_why(signed):
    """[17号 9-10; 310号 8]."""
    case = signed.execute(handlers.decide_filing, DROP_IT)

    assert (case.state, latest_step(case, Step.NOT_FILED).words) == (S.NOT_FILED, "情节显著轻微")
    (told,) = signed.published(CaseNotFiled)
    assert told.reason == "情节显著轻微"


def test_a_case_is_decided_once(signed):
    signed.execute(handlers.decide_filing, FILE_IT)

    with pytest.raises(WrongStateError, match="已立案"):
        signed.execute(handlers.decide_filing, DROP_IT)


def test_a_decision_without_a_reason_is_refused():
    """[17号 10]."""
    wire = {"case_id": "k-1", "filed": False, "document_number": "1号", "reason": ""}

    with pytest.raises(InvalidInputError, match="reason"):
        contract_of(DecideFiling).load(wire)


def test_the_names_of_a_case_are_for_registrar_investigator_and_head():
    """[code.33]."""
    roles = {
        entry.url: entry.roles
        for entry, _ in routes_of(PublicSecurity)
        if entry.url.startswith("/v1/cases") and entry.method == "GET"
    }

    assert {"/v1/cases", "/v1/cases/<case_id>", "/v1/cases/<case_id>/timeline"} <= set(roles)
    assert set(roles.values()) == {frozenset({Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD})}
