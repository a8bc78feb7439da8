"""Restricted events in the platform: sealed when emitted, opened by the receiver."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sealing_given import NAME, NUMBER, ORGANS, REFERRAL, Police, clear, sealed_for

from liandong.envelope import encode
from liandong.errors import BadKeyFile
from liandong.keys.sealing_key_files import rotate_sealing_key
from liandong.keys.sealing_keys import Recipients
from liandong.messages.sealing import is_sealed
from services.casework.procedures.criminal_states import CriminalState
from services.public_security.cases import handlers
from services.public_security.cases.commands import ReceiptCase
from services.public_security.cases.domain import ReferredCase
from services.public_security.cases.messages import CaseReceipted
from shared.delivery.inbox.message_faults import KINDS
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.claim_check import Blob
from shared.handling.sealing import CannotOpenError, NoSealError, Sealer
from shared.handling.unit_of_work import UnitOfWork
from shared.local.dev_keys import create_dev_keys
from shared.operations.failures.commands import EditFailure, ReadFailure, RetryFailure
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.views import ActionOutcome
from shared.runtime.assembly import uses_sealing
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent, PendingEvent
from shared.testing.keys import made_up_keys, made_up_sealer, recipient_key
from shared.testing.world import START, World

WHY = "已与移送部门核实"


def emitted(*, sealer, most=128 * 1024):
    store = MemoryStore()
    place = PublisherIdentity("140700", "environment", most, sealer)
    cause = Cause("c", "DecideReferral", "head-1", "environment", "c")
    store.transact(lambda session: UnitOfWork(session, cause, place, START).emit(REFERRAL))
    return store


def kept(store) -> bytes:
    rows = [row.body for kind in (OutboxEvent, PendingEvent) for row in store.all(kind)]
    return b"".join([*rows, *[blob.content for blob in store.all(Blob)]])


@pytest.mark.parametrize("most", [128 * 1024, 1])
def test_the_outbox_holds_neither_name_nor_number(most):
    """Suspects are for the transferring side, public security, the procuratorate [17号 6]."""
    store = emitted(sealer=made_up_sealer("environment"), most=most)

    assert NAME.encode() not in kept(store)
    assert NUMBER.encode() not in kept(store)
    assert bool(store.all(Blob)) is (most == 1)


def test_without_keys_a_restricted_event_is_not_published_in_the_clear():
    with pytest.raises(NoSealError, match="没有配置密封密钥"):
        emitted(sealer=None)


def test_an_organ_without_a_key_is_named_and_nothing_is_published():
    known = Recipients([recipient_key("environment"), recipient_key("public_security")])
    sealer = Sealer(known, made_up_keys("environment"))

    with pytest.raises(NoSealError, match="“procuratorate”的有效密封公钥，请运维补全"):
        emitted(sealer=sealer)


def test_an_answer_is_sealed_for_the_department_that_a_field_names():
    world = World("public_security", "environment")
    world.public_security.deliver_event(REFERRAL, publisher="environment")

    world.public_security.execute(handlers.receipt_case, ReceiptCase("k-1", "晋公警0001"))

    [sent] = [
        envelope
        for envelope in world.public_security.sent()
        if envelope.type.endswith("case.receipted.v1")
    ]
    assert "officer" not in sent.data
    for name in ("public_security", "environment"):
        assert made_up_sealer(name).open(sent)["officer"] == "晋公警0001"
    for name in ("natural_resources", "procuratorate"):  # no article gives it a copy of receipts
        with pytest.raises(CannotOpenError, match="无法启封"):
            made_up_sealer(name).open(sent)
    assert world.public_security.published(CaseReceipted)[0].officer == "晋公警0001"


def test_a_sealed_case_takes_effect_where_it_was_sealed_for(tmp_path):
    police = Police(tmp_path)

    police.hears(sealed_for(*ORGANS))

    assert police.store.read(ReferredCase, "k-1").suspects == REFERRAL.suspects


def test_what_is_sealed_for_others_goes_to_the_quarantine_with_the_reason(tmp_path):
    police = Police(tmp_path)

    police.hears(sealed_for("procuratorate"))

    [refused] = police.quarantine()
    assert refused.kind == "sealed"
    assert "无法启封：none of your keys opens it: it is sealed for environment-seal-" in (
        refused.reason
    )
    assert NAME not in refused.reason


def test_the_seal_of_another_event_goes_to_the_quarantine(tmp_path):
    police = Police(tmp_path)
    other = clear(replace(REFERRAL, case_id="k-2"))

    police.hears(replace(other, data=sealed_for(*ORGANS).data))

    [refused] = police.quarantine()
    assert (refused.kind, "belongs to another event" in refused.reason) == ("sealed", True)


def test_a_department_without_keys_keeps_what_it_cannot_open(tmp_path):
    police = Police(tmp_path, keys_of=None)

    police.hears(sealed_for(*ORGANS))

    assert [entry.kind for entry in police.quarantine()] == ["sealed"]


def test_once_the_key_is_there_a_retry_opens_it(tmp_path):
    police = Police(tmp_path, keys_of="agriculture")
    police.hears(sealed_for(*ORGANS))
    [refused] = police.quarantine()

    police.may_open("public_security")
    name = id_of(FailureKind.QUARANTINE, refused.id)
    acted = police.service().post_failure_retry(RetryFailure(name, WHY))

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert police.store.read(ReferredCase, "k-1").state is CriminalState.SENT


def test_operations_see_the_seal_and_not_what_is_in_it(tmp_path):
    police = Police(tmp_path)
    wrong = replace(REFERRAL, referred_by="agriculture")
    police.hears(sealed_for(*ORGANS, envelope=clear(wrong)))
    name = id_of(FailureKind.LANE, "environment|k-1|1")

    shown = police.service().get_failure(name)
    read = police.service().post_failure_reading(ReadFailure(name, WHY))

    assert (shown.content, "只有收件机关能启封" in shown.withheld) == (None, True)
    assert list(read.content) == ["sealed"]
    assert NAME.encode() not in police.parked()[0].body


def test_a_mended_case_is_kept_sealed_and_takes_effect(tmp_path):
    police = Police(tmp_path)
    wrong = replace(REFERRAL, referred_by="agriculture")
    police.hears(sealed_for(*ORGANS, envelope=clear(wrong)))
    name = id_of(FailureKind.LANE, "environment|k-1|1")

    still = police.service().post_failure_edit(
        EditFailure(name, WHY, patch={"charge": "非法占用农用地罪"})
    )
    [waiting] = police.parked()
    acted = police.service().post_failure_edit(
        EditFailure(name, WHY, patch={"referred_by": "environment"})
    )

    assert still.result.outcome is ActionOutcome.FAILED_AGAIN
    assert NAME.encode() not in waiting.mended
    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    case = police.store.read(ReferredCase, "k-1")
    assert (case.charge, case.suspects) == ("非法占用农用地罪", REFERRAL.suspects)


def test_a_case_that_comes_in_the_clear_is_kept_apart_until_somebody_answers_for_it(tmp_path):
    """Nothing is lost: an operator releases it, sealed, after the publisher was informed."""
    police = Police(tmp_path)

    police.hears(clear())

    [kept] = police.quarantine()
    assert (kept.kind, "须密封后发出" in kept.reason) == ("contract", True)
    assert police.store.read(ReferredCase, "k-1") is None

    name = id_of(FailureKind.QUARANTINE, kept.id)
    acted = police.service().post_failure_edit(EditFailure(name, WHY, patch={}))

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert police.store.read(ReferredCase, "k-1").suspects == REFERRAL.suspects


def test_a_case_that_is_sealed_for_more_readers_than_its_contract_names_is_refused(tmp_path):
    police = Police(tmp_path)

    police.hears(sealed_for(*ORGANS, "agriculture", "province"))

    [kept] = police.quarantine()
    assert kept.kind == "contract"
    assert "agriculture、province 无权阅读" in kept.reason
    assert police.store.read(ReferredCase, "k-1") is None


def test_sealed_content_can_be_fetched_and_is_opened_then():
    world = World("public_security", "environment", claim_check_bytes=1)
    cause = Cause("c", "DecideReferral", "head-1", "environment", "c")
    context = world.environment.context
    context.store.transact(
        lambda session: UnitOfWork(session, cause, context.identity, START).emit(REFERRAL)
    )

    world.run_until_idle()

    [sent] = world.environment.sent()
    assert sent.dataref is not None
    assert all(NAME.encode() not in blob.content for blob in world.public_security.store.all(Blob))
    assert world.public_security.get(ReferredCase, "k-1").suspects == REFERRAL.suspects


def test_fetched_content_that_does_not_open_waits_for_a_person():
    world = World("public_security", "environment", claim_check_bytes=1)
    known = Recipients(
        recipient_key(department) for department in ("environment", "public_security")
    )
    sealer = Sealer(known, made_up_keys("environment"))
    sealed = sealer.seal(clear(), (), START)
    context = world.environment.context
    cause = Cause("c", "DecideReferral", "head-1", "environment", "c")
    place = PublisherIdentity("140700", "environment", 1, OnlyFor(sealed))
    context.store.transact(lambda session: UnitOfWork(session, cause, place, START).emit(REFERRAL))

    world.run_until_idle()

    [lane] = world.public_security.lanes()
    assert (lane.due_at, "无法启封" in lane.error) == (None, True)


class OnlyFor:
    """A sealer that ignores the given recipients."""

    def __init__(self, sealed):
        self._sealed = sealed

    def seal(self, envelope, _departments, _now):
        return replace(envelope, data=self._sealed.data)


def test_a_seal_is_one_of_the_reasons_to_refuse():
    assert KINDS[CannotOpenError] == "sealed"


def test_what_arrives_is_kept_sealed_byte_for_byte(tmp_path):
    police, sealed = Police(tmp_path), sealed_for(*ORGANS)
    arrived = police.delivery(sealed)

    received = police.receiver.open(arrived.body, arrived.headers)

    assert received.body == encode(sealed)
    assert is_sealed(received.envelope)
    assert received.message == REFERRAL


def test_set_up_makes_keys_that_a_department_starts_with(tmp_path):
    create_dev_keys(tmp_path, START)
    create_dev_keys(tmp_path, START)
    folder = tmp_path / "keys"

    sealed = Sealer.load(folder, "environment").seal(clear(), ORGANS, START)

    assert Sealer.load(folder, "procuratorate").open(sealed) == clear().data
    with pytest.raises(CannotOpenError):
        Sealer.load(folder, "agriculture").open(sealed)


def test_a_department_with_secrets_does_not_start_without_its_keys(tmp_path):
    create_dev_keys(tmp_path, START)
    (tmp_path / "keys" / "environment.seal.pem").unlink()

    assert uses_sealing("environment")
    with pytest.raises(BadKeyFile, match=r"environment\.seal\.pem: not a readable private key"):
        Sealer.load(tmp_path / "keys", "environment")


def test_a_rotation_while_a_department_runs_loses_nothing(tmp_path):
    create_dev_keys(tmp_path, START)
    folder = tmp_path / "keys"
    sender, police = Sealer.load(folder, "environment"), Sealer.load(folder, "public_security")
    before = sender.seal(clear(), ORGANS, START)

    rotate_sealing_key(folder, "public_security", timedelta(hours=1), START)
    after = Sealer.load(folder, "environment").seal(clear(), ORGANS, START + timedelta(hours=2))

    assert police.open(before) == police.open(after) == clear().data
