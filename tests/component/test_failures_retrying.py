"""A retry has the effect of a fresh delivery, once, and reports its result."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from failures_given import (
    KEYS_FROM,
    TORN,
    Bureau,
    asked,
    broken,
    gap_id,
    lane_id,
    quarantine_id,
    raw,
    sealing,
)

from liandong.envelope import encode
from liandong.messages.verify import load_signer, make_keys
from shared.delivery.records import OriginalMessage
from shared.errors import NotFoundError
from shared.handling.worker import ReplayedAnswer
from shared.operations.failures.commands import RetryFailure
from shared.operations.failures.errors import AlreadyResolvedError, WaitsBehindError
from shared.operations.failures.views import ActionOutcome
from shared.store.outbox import OutboxEvent
from shared.testing.world import id_named


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


@pytest.fixture
def failing(bureau) -> Bureau:
    """A bureau where the first of three events about a well fails."""
    bureau.mood.wells = {"J-1"}
    bureau.hears(
        *[sealing("J-1", number, day=number + 7, previous=number - 1) for number in (1, 2, 3)]
    )
    return bureau


def by_unlisted_key(bureau, envelope):
    """Make a delivery signed with a key that is not in the trust list yet."""
    make_keys(bureau.folder / "new", ("environment",), KEYS_FROM)
    body = encode(envelope)
    signer = load_signer(bureau.folder / "new" / "environment.key.pem")
    return raw(body, signer.headers(body))


def list_the_key(bureau):
    """Add the new key to the trust list."""
    trust, new = bureau.folder / "trust.json", bureau.folder / "new" / "trust.json"
    trust.write_text(json.dumps(json.loads(trust.read_text()) + json.loads(new.read_text())))


def retry(bureau, name, person="ops-1", key=None):
    return bureau.service(person, key).post_failure_retry(asked(RetryFailure, id=name))


def test_a_retried_event_takes_effect_and_those_behind_it_follow_in_order(failing):
    failing.mood.wells.clear()

    acted = retry(failing, lane_id("J-1"))

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert failing.well("J-1").substances == ("2026-10-08", "2026-10-09", "2026-10-10")
    assert failing.lane("J-1") is None
    assert failing.parked() == []
    assert failing.woken == 1


def test_who_retried_what_and_why_is_kept(failing):
    acted = retry(failing, lane_id("J-1"), "ops-7")

    (done,) = failing.history()
    assert (done.id, done.action, done.actor) == (acted.intervention, "retry", "ops-7")
    assert (done.why, done.at) == ("已与发布部门核实", failing.clock.now)
    assert done.results == {lane_id("J-1"): f"failed_again: {TORN}"}


def test_an_event_that_fails_again_says_why_and_stays(failing):
    failing.mood.error = RuntimeError("数据库只读")

    acted = retry(failing, lane_id("J-1"))

    assert acted.result.outcome is ActionOutcome.FAILED_AGAIN
    assert "数据库只读" in acted.result.detail
    assert failing.lane("J-1").waiting == len(failing.parked()) == 3
    assert failing.well("J-1") is None


def test_when_the_next_event_fails_in_its_turn_the_answer_says_so(bureau):
    bureau.mood.wells = {"J-1"}
    bureau.hears(sealing("J-1", 1), sealing("J-1", 2, day=1, previous=1))
    bureau.mood.wells.clear()

    acted = retry(bureau, lane_id("J-1"))

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert "第 2 号" in acted.result.detail
    assert TORN in acted.result.detail


def test_an_event_behind_another_cannot_be_retried_first(failing):
    with pytest.raises(WaitsBehindError, match=lane_id("J-1")):
        retry(failing, lane_id("J-1", 2))

    assert failing.history() == []


def test_what_took_effect_meanwhile_is_told_with_the_time(failing):
    failing.mood.wells.clear()
    retry(failing, lane_id("J-1"))

    with pytest.raises(AlreadyResolvedError, match="2026-10-08 09:00:00 生效"):
        retry(failing, lane_id("J-1"), "ops-2")

    assert failing.well("J-1").times == 3
    assert len(failing.history()) == 1


def test_a_name_never_means_another_event_that_came_to_the_head(failing):
    first = lane_id("J-1")
    failing.mood.wells.clear()
    failing.hears(sealing("J-1", 4, day=1, previous=3))
    retry(failing, first)
    assert failing.lane("J-1").head == 4
    before = failing.store.snapshot()

    with pytest.raises(AlreadyResolvedError):
        retry(failing, first)

    assert failing.store.snapshot() == before


def test_a_request_that_comes_twice_is_answered_the_same_and_tries_once(failing):
    first = retry(failing, lane_id("J-1"), key="k")
    attempts = failing.lane("J-1").attempts

    with pytest.raises(ReplayedAnswer) as again:
        retry(failing, lane_id("J-1"), key="k")

    assert again.value.body["intervention"] == first.intervention
    assert failing.lane("J-1").attempts == attempts
    assert len(failing.history()) == 1


def test_two_people_at_once_let_it_take_effect_once(failing):
    """The second transaction begins before the first is committed."""
    failing.mood.wells.clear()
    commit, raced = failing.store._commit, []

    def race(writes):
        if not raced:
            raced.append(True)
            retry(failing, lane_id("J-1"), "ops-2")
        return commit(writes)

    failing.store._commit = race

    with pytest.raises(AlreadyResolvedError):
        retry(failing, lane_id("J-1"), "ops-1")

    assert failing.well("J-1").times == 3
    assert [done.actor for done in failing.history()] == ["ops-2"]


def test_a_gap_is_looked_at_and_asked_for_again(bureau):
    bureau.hears(sealing("J-2", 5, previous=4))

    acted = retry(bureau, gap_id("J-2", 5))

    assert acted.result.outcome is ActionOutcome.WAITING
    (request,) = bureau.store.all(OutboxEvent)
    assert request.routing_key == "resend.requested.v1.environment"


def test_a_lane_whose_trouble_changed_is_not_acted_on_under_its_old_name(bureau):
    bureau.hears(sealing("J-2", 5, day=1, previous=4))
    bureau.hears(sealing("J-2", 4))
    bureau.passes(timedelta(minutes=1))
    assert bureau.lane("J-2").error == TORN

    with pytest.raises(AlreadyResolvedError, match=lane_id("J-2", 5)):
        retry(bureau, gap_id("J-2", 5))


def test_a_refused_message_is_opened_anew_once_the_trust_list_is_mended(bureau):
    bureau.receives(by_unlisted_key(bureau, sealing("J-1")))
    name = quarantine_id(bureau)
    refused = retry(bureau, name)
    list_the_key(bureau)

    acted = retry(bureau, name)

    assert refused.result.outcome is ActionOutcome.FAILED_AGAIN
    assert "unknown key" in refused.result.detail
    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert bureau.well("J-1").times == 1
    assert bureau.quarantine() == []


def test_what_leaves_the_quarantine_is_kept_whole(bureau):
    bureau.receives(by_unlisted_key(bureau, sealing("J-1")))
    (kept,) = bureau.quarantine()
    list_the_key(bureau)

    acted = retry(bureau, quarantine_id(bureau))

    (original,) = bureau.store.all(OriginalMessage)
    assert (original.body, original.headers) == (kept.body, kept.headers)
    assert (original.exchange, original.reason) == (kept.exchange, kept.reason)
    assert original.intervention == acted.intervention


def test_a_retried_message_that_fails_in_its_handler_waits_in_its_lane(bureau):
    bureau.receives(by_unlisted_key(bureau, sealing("J-1", day=1)))
    list_the_key(bureau)

    acted = retry(bureau, quarantine_id(bureau))

    assert acted.result.outcome is ActionOutcome.FAILED_AGAIN
    assert lane_id("J-1") in acted.result.detail
    assert bureau.lane("J-1").error == TORN
    assert bureau.quarantine() == []


def test_a_retried_message_whose_event_took_effect_meanwhile_only_leaves_the_quarantine(bureau):
    bureau.receives(by_unlisted_key(bureau, sealing("J-1")))
    bureau.hears(sealing("J-1"))
    list_the_key(bureau)

    acted = retry(bureau, quarantine_id(bureau))

    assert acted.result.outcome is ActionOutcome.GONE
    assert bureau.quarantine() == []
    assert bureau.well("J-1").times == 1


def test_a_message_still_refused_is_listed_by_its_reason_of_now(bureau):
    bureau.receives(by_unlisted_key(bureau, broken("J-1")))
    list_the_key(bureau)

    acted = retry(bureau, quarantine_id(bureau))

    assert "sealed_on" in acted.result.detail
    assert [row.fault for row in bureau.lists()] == ["contract"]


def test_two_events_at_one_place_stay_apart_however_often_one_retries(bureau):
    bureau.hears(sealing("J-1"))
    bureau.hears(replace(sealing("J-1"), id=id_named("another")))

    acted = retry(bureau, quarantine_id(bureau))

    assert acted.result.outcome is ActionOutcome.FAILED_AGAIN
    assert id_named("J-1-1") in acted.result.detail
    assert len(bureau.quarantine()) == 1
    assert bureau.well("J-1").times == 1


def test_an_unknown_name_is_not_found(bureau):
    with pytest.raises(NotFoundError):
        retry(bureau, "nonsense")
