"""An operator may replace the content of a signed event; the original and its id are kept."""

import pytest
from failures_given import (
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
from liandong.messages.verify import load_signer, revoke_key
from shared.delivery.records import OriginalMessage
from shared.errors import InvalidInputError, WrongStateError
from shared.operations.failures.actions.edit import merged
from shared.operations.failures.commands import DiscardFailure, EditFailure
from shared.operations.failures.errors import AlreadyResolvedError, NotSignedError
from shared.operations.failures.views import ActionOutcome
from shared.testing.world import id_named


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


@pytest.fixture
def failing(bureau) -> Bureau:
    """A bureau where an event with a wrong date fails and blocks another."""
    bureau.hears(sealing("J-1", 1, day=1), sealing("J-1", 2, day=9, previous=1))
    return bureau


def edit(bureau, name, person="ops-1", **given):
    return bureau.service(person).post_failure_edit(asked(EditFailure, id=name, **given))


def test_a_mended_event_takes_effect_and_those_behind_it_follow(failing):
    acted = edit(failing, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert failing.well("J-1").substances == ("2026-10-02", "2026-10-09")
    assert failing.mark("J-1", 1).outcome == "mended"
    assert failing.mark("J-1", 1).event_id == id_named("J-1-1")
    assert failing.lane("J-1") is None


def test_the_original_stays_with_its_signature(failing):
    (before, _) = failing.parked()

    acted = edit(failing, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})

    (kept,) = failing.store.all(OriginalMessage)
    assert (kept.body, kept.headers) == (before.body, before.headers)
    assert (kept.failure, kept.intervention) == (lane_id("J-1"), acted.intervention)
    (done,) = failing.history()
    assert (done.action, done.results) == ("edit", {lane_id("J-1"): "took_effect"})


def test_a_mended_event_that_fails_again_can_be_mended_again(failing):
    failing.mood.wells = {"J-1"}
    first = edit(failing, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})
    failing.mood.wells.clear()

    second = edit(failing, lane_id("J-1"), patch={"samples": []})

    assert first.result.outcome is ActionOutcome.FAILED_AGAIN
    assert second.result.outcome is ActionOutcome.TOOK_EFFECT
    assert failing.well("J-1").substances[0] == "2026-10-02"


def test_what_comes_again_after_it_was_mended_changes_nothing(failing):
    edit(failing, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})
    before = failing.store.snapshot()

    failing.hears(sealing("J-1", 1, day=1))

    assert failing.store.snapshot() == before


def test_all_of_the_content_may_be_given_anew(failing):
    content = {"well_code": "J-1", "sealed_on": "2026-10-03"}

    edit(failing, lane_id("J-1"), content=content)

    assert failing.well("J-1").substances[0] == "2026-10-03"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"patch": {"sealed_on": "十月"}}, "sealed_on"),
        ({"patch": {"sealed_on": None}}, "sealed_on：必填"),
        ({"patch": {"well_code": "J-2"}}, "well_code：须为“J-1”"),
        ({}, "补丁"),
        ({"patch": {}, "content": {}}, "补丁"),
    ],
)
def test_what_breaks_the_contract_or_means_another_thing_is_refused(failing, given, words):
    before = failing.store.snapshot()

    with pytest.raises(InvalidInputError, match=words):
        edit(failing, lane_id("J-1"), **given)

    assert failing.store.snapshot() == before


def test_a_message_that_broke_its_contract_comes_in_mended(bureau):
    bureau.hears(broken("J-1"))

    acted = edit(bureau, quarantine_id(bureau), patch={"sealed_on": "2026-10-02"})

    assert acted.result.outcome is ActionOutcome.TOOK_EFFECT
    assert bureau.well("J-1").substances == ("2026-10-02",)
    assert bureau.mark("J-1", 1).outcome == "mended"
    assert bureau.quarantine() == []
    assert bureau.store.all(OriginalMessage)[0].body == encode(broken("J-1"))


def test_a_mended_message_waits_its_turn_behind_earlier_events(bureau):
    bureau.hears(sealing("J-1", 1, day=1))
    bureau.hears(broken("J-1", 2))

    acted = edit(bureau, quarantine_id(bureau), patch={"sealed_on": "2026-10-02"})
    edit(bureau, lane_id("J-1"), patch={"sealed_on": "2026-10-04"})

    assert acted.result.outcome is ActionOutcome.WAITING
    assert bureau.well("J-1").substances == ("2026-10-04", "2026-10-02")


def test_a_mended_message_is_noticed_by_those_that_waited_for_it(bureau):
    bureau.hears(broken("J-1", 1))
    bureau.hears(sealing("J-1", 2, day=9, previous=1))

    edit(bureau, quarantine_id(bureau), patch={"sealed_on": "2026-10-02"})

    assert bureau.well("J-1").substances == ("2026-10-02", "2026-10-09")
    assert bureau.lane("J-1") is None


def test_nobody_may_answer_for_what_is_not_signed(bureau):
    bureau.receives(raw(encode(sealing("J-1")), {}))

    with pytest.raises(NotSignedError, match="信任名单"):
        edit(bureau, quarantine_id(bureau), patch={"sealed_on": "2026-10-02"})

    assert len(bureau.quarantine()) == 1


def test_nobody_may_answer_for_what_another_department_signed(bureau):
    bureau.receives(bureau.delivery(sealing("J-1"), signed_by="agriculture"))

    with pytest.raises(NotSignedError):
        edit(bureau, quarantine_id(bureau), patch={"sealed_on": "2026-10-02"})


def test_an_event_whose_key_was_revoked_since_cannot_be_mended(failing):
    signer = load_signer(failing.folder / "environment.key.pem")
    revoke_key(failing.folder, signer.key_id, "私钥泄露", failing.clock())
    again = Bureau(failing.folder)
    again.store, again.context = failing.store, failing.context
    again.commands, again.dispatcher = failing.commands, failing.dispatcher

    with pytest.raises(NotSignedError, match="revoked"):
        edit(again, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})


def test_a_gap_cannot_be_mended(bureau):
    bureau.hears(sealing("J-2", 5, previous=4))

    with pytest.raises(WrongStateError, match="更早的事件"):
        edit(bureau, gap_id("J-2", 5), patch={"sealed_on": "2026-10-02"})


def test_what_somebody_discarded_meanwhile_cannot_be_mended(failing):
    discard = asked(DiscardFailure, id=lane_id("J-1"))
    failing.service("ops-2").post_failure_discard(discard)

    with pytest.raises(AlreadyResolvedError, match="被丢弃"):
        edit(failing, lane_id("J-1"), patch={"sealed_on": "2026-10-02"})


@pytest.mark.parametrize(
    ("content", "patch", "wanted"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"a": "foo"}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ],
)
def test_patches_are_applied_as_rfc_7396_says(content, patch, wanted):
    assert merged(content, patch) == wanted
