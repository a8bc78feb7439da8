"""A discarded event is never applied, and no longer blocks the others."""

import pytest
from failures_given import Bureau, asked, gap_id, lane_id, quarantine_id, raw, sealing

from shared.delivery.records import OriginalMessage
from shared.errors import WrongStateError
from shared.operations.failures.commands import DiscardFailure, RetryFailure
from shared.operations.failures.errors import AlreadyResolvedError, WaitsBehindError
from shared.operations.failures.views import ActionOutcome


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


def discard(bureau, name, person="ops-1"):
    return bureau.service(person).post_failure_discard(asked(DiscardFailure, id=name))


def test_a_discarded_event_never_takes_effect_and_the_others_flow_on(bureau):
    bureau.hears(sealing("J-1", 1, day=1), sealing("J-1", 2, day=9, previous=1))

    acted = discard(bureau, lane_id("J-1"))

    assert acted.result.outcome is ActionOutcome.DISCARDED
    assert bureau.well("J-1").substances == ("2026-10-09",)
    assert bureau.mark("J-1", 1).outcome == "discarded"
    assert bureau.lane("J-1") is None
    assert (
        bureau.store.all(OriginalMessage)[0].body == bureau.delivery(sealing("J-1", 1, day=1)).body
    )


def test_a_discarded_event_that_comes_again_is_not_wanted(bureau):
    bureau.hears(sealing("J-1", 1, day=1))
    discard(bureau, lane_id("J-1"))
    before = bureau.store.snapshot()

    bureau.hears(sealing("J-1", 1, day=1))

    assert bureau.store.snapshot() == before


def test_a_discarded_gap_lets_those_flow_that_waited(bureau):
    bureau.hears(sealing("J-2", 1))
    bureau.hears(sealing("J-2", 5, day=9, previous=4), sealing("J-2", 6, day=10, previous=5))

    acted = discard(bureau, gap_id("J-2", 5))

    assert "第 2 至 4 号" in acted.result.detail
    assert bureau.well("J-2").substances == ("2026-10-08", "2026-10-09", "2026-10-10")
    assert {bureau.mark("J-2", number).outcome for number in (2, 3, 4)} == {"discarded"}
    assert bureau.lane("J-2") is None


def test_what_was_given_up_as_missing_cannot_take_effect_late_and_out_of_order(bureau):
    bureau.hears(sealing("J-2", 1))
    bureau.hears(sealing("J-2", 5, day=9, previous=4))
    discard(bureau, gap_id("J-2", 5))

    bureau.hears(sealing("J-2", 3, day=3, previous=1), sealing("J-2", 4, day=4, previous=3))

    assert bureau.well("J-2").substances == ("2026-10-08", "2026-10-09")
    assert [kept.kind for kept in bureau.quarantine()] == ["conflict", "conflict"]


def test_a_gap_that_was_filled_meanwhile_is_not_discarded(bureau):
    bureau.hears(sealing("J-2", 5, previous=4))
    bureau.hears(sealing("J-2", 4, day=1))

    with pytest.raises(WaitsBehindError):
        discard(bureau, gap_id("J-2", 5))
    with pytest.raises(WrongStateError, match="已经到达"):
        discard(bureau, gap_id("J-2", 4))

    assert bureau.mark("J-2", 4) is None


def test_a_quarantined_message_is_given_up_but_kept(bureau):
    bureau.receives(raw(b"{", {"who": "nobody"}))
    name = quarantine_id(bureau)

    discard(bureau, name)

    assert bureau.quarantine() == []
    (kept,) = bureau.store.all(OriginalMessage)
    assert (kept.body, kept.headers, kept.failure) == (b"{", {"who": "nobody"}, name)


def test_the_same_bytes_come_to_the_quarantine_anew(bureau):
    bureau.receives(raw(b"{", {}))
    name = quarantine_id(bureau)
    discard(bureau, name)

    bureau.receives(raw(b"{", {}))
    discard(bureau, name, "ops-2")

    assert [done.actor for done in bureau.history()] == ["ops-1", "ops-2"]
    assert len(bureau.store.all(OriginalMessage)) == 2


def test_discarding_twice_says_who_was_first(bureau):
    bureau.receives(raw(b"{", {}))
    name = quarantine_id(bureau)
    discard(bureau, name, "ops-7")

    with pytest.raises(AlreadyResolvedError, match="ops-7"):
        discard(bureau, name)

    assert len(bureau.history()) == 1


def test_what_was_discarded_cannot_be_retried(bureau):
    bureau.hears(sealing("J-1", 1, day=1))
    discard(bureau, lane_id("J-1"))

    with pytest.raises(AlreadyResolvedError, match="被丢弃"):
        bureau.service().post_failure_retry(asked(RetryFailure, id=lane_id("J-1")))


def test_the_consequence_is_told_beforehand(bureau):
    bureau.hears(sealing("J-1", 1, day=1), sealing("J-1", 2, day=9, previous=1))

    shown = bureau.service().get_failure(lane_id("J-1"))

    (words,) = [action.does for action in shown.actions if action.name == "discard"]
    assert "第 1 号事件将永不在本部门生效，不可撤销" in words
    assert "1 件" in words
