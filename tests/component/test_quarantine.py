"""Invalid messages of any kind are quarantined, and block no others."""

from dataclasses import replace

import pytest
from failures_given import Bureau, asked, quarantine_id, raw, sealing
from kit_given import START, deep

from liandong.consuming.consumer import Verdict
from shared.delivery.inbox.processor import InboxProcessor
from shared.operations.failures.commands import ExportSnapshot, FreezeFailures, RetryFailure
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.views import ActionOutcome

MIB = 1024 * 1024


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


@pytest.fixture
def inbox(bureau) -> InboxProcessor:
    return bureau.inbox()


HEADERS = {
    "a NUL in a name": {"a\0b": "x"},
    "a dollar": {"$where": "x"},
    "a dot": {"a.b": "x"},
    "no name": {"": "x"},
    "a large number": {"n": 2**63 - 1},
    "nested": {"t": {"a": {"b": 1}}},
    "too deep": {"t": deep(5_000)},
    "too large a number": {"n": 10**5_000},
    "half a pair": {"h": "\ud800"},
}


@pytest.fixture(params=["inbox", "broker"])
def quarantine(request, bureau, inbox):
    """Return a function that quarantines a message with odd headers together with a plain one."""

    def keep(headers):
        odd, plain = raw(b"junk 1", headers), raw(b"junk 2", {})
        if request.param == "inbox":
            verdicts = inbox.handle(inbox.prepare([odd, plain]))
        else:
            verdicts = inbox.quarantine_dead_letters([odd, plain])
        assert list(verdicts) == [Verdict.ACK] * 2
        kept = {message.body: message for message in bureau.quarantine()}
        assert set(kept) == {b"junk 1", b"junk 2"}
        return kept

    return keep


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_headers_that_no_store_takes_are_kept_as_bytes(bureau, quarantine, headers):
    kept = quarantine(headers)

    assert kept[b"junk 1"].exact_headers
    assert kept[b"junk 2"].exact_headers == b""
    name = id_of(FailureKind.QUARANTINE, kept[b"junk 1"].id)
    assert bureau.service().get_failure(name).kept


@pytest.mark.parametrize("name", ["h{}", "h\0{}"], ids=["plain", "with a NUL"])
def test_fifty_thousand_header_fields_are_kept_and_hold_up_no_other(quarantine, name):
    kept = quarantine({name.format(number): "x" for number in range(50_000)})

    assert len(kept[b"junk 1"].headers) == 50_000


@pytest.mark.parametrize("death", ["boo", [], ["boo"], [{}], {"a": 1}, None, 7])
def test_what_the_broker_says_of_a_death_is_not_trusted(bureau, inbox, death):
    told = raw(b"junk", {"x-death": death, "x-first-death-queue": 7})

    assert inbox.quarantine_dead_letters([told]) == [Verdict.ACK]
    assert len(bureau.quarantine()) == 1


def test_a_body_that_no_document_holds_is_kept_by_its_hash(bureau, inbox):
    large = raw(b"x" * (17 * MIB), {})

    inbox.handle(inbox.prepare([large, raw(b"junk", {})]))

    kept = {message.size: message for message in bureau.quarantine()}
    assert set(kept) == {0, 17 * MIB}
    assert len(kept[17 * MIB].body) == MIB
    assert len(kept[17 * MIB].sha256) == 64


def test_one_that_cannot_be_written_holds_up_no_other(bureau):
    _, (first, second) = bureau.receiver.verify_batch([raw(b"a", {}), raw(b"b", {})], START)

    bureau.dispatcher.quarantine([replace(first, headers={"a\0b": "x"}), second])

    assert {message.body for message in bureau.quarantine()} == {b"a", b"b"}


def test_a_message_that_the_receiver_breaks_at_is_kept_alone(bureau, inbox):
    good, odd = sealing("J-1"), sealing("J-2")
    check = bureau.receiver.check

    def breaks(envelope):
        if envelope.subject == "J-2":
            raise OverflowError("date value out of range")
        return check(envelope)

    bureau.receiver.check = breaks
    batch = inbox.prepare([bureau.delivery(odd), bureau.delivery(good)])

    assert list(inbox.handle(batch)) == [Verdict.ACK] * 2
    assert bureau.well("J-1").times == 1
    (kept,) = bureau.quarantine()
    assert kept.kind == "unreadable"
    assert "date value out of range" in kept.reason
    assert "in breaks" in kept.reason


def test_such_a_message_takes_effect_by_a_retry_once_the_fault_is_mended(bureau, inbox):
    bureau.receiver.check = lambda _: 1 / 0
    inbox.handle(inbox.prepare([bureau.delivery(sealing("J-1"))]))
    name = quarantine_id(bureau)
    assert bureau.service().get_failure(name).signature == "ok"
    again = bureau.service().post_failure_retry(asked(RetryFailure, id=name))
    assert again.result.outcome is ActionOutcome.FAILED_AGAIN
    del bureau.receiver.check

    mended = bureau.service().post_failure_retry(asked(RetryFailure, id=name))

    assert mended.result.outcome is ActionOutcome.TOOK_EFFECT
    assert bureau.well("J-1").times == 1
    assert bureau.quarantine() == []


def test_what_is_kept_by_its_hash_says_so_wherever_it_is_shown(bureau, inbox):
    inbox.handle(inbox.prepare([raw(b"x" * (17 * MIB), {})]))
    name = quarantine_id(bureau)

    shown = bureau.service().get_failure(name)
    retried = bureau.service().post_failure_retry(asked(RetryFailure, id=name)).result
    frozen = bureau.service().post_failure_snapshot(asked(FreezeFailures, ids=[name]))
    exported = bureau.service().post_failure_snapshot_export(
        asked(ExportSnapshot, id=frozen.snapshot)
    )

    assert str(17 * MIB) in shown.kept
    assert (retried.outcome, retried.detail) == (ActionOutcome.FAILED_AGAIN, shown.kept)
    (line,) = exported.lines
    assert (line["size"], len(line["sha256"])) == (17 * MIB, 64)
