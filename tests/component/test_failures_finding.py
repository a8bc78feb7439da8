"""Failed messages can be found by known facts, listed in pages, and shown with details."""

from dataclasses import replace
from datetime import timedelta

import pytest
from failures_given import (
    TOPIC,
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
from liandong.messages.verify import load_signer, revoke_key
from shared.delivery.records import OriginalMessage
from shared.errors import InvalidInputError, NotFoundError
from shared.operations.failures.commands import DiscardFailure, ReadFailure
from shared.operations.failures.errors import AlreadyResolvedError
from shared.operations.failures.ids import FailureKind
from shared.operations.failures.views import FailureState
from shared.store.pages import PageRequest


@pytest.fixture
def bureau(tmp_path) -> Bureau:
    return Bureau(tmp_path)


@pytest.fixture
def troubled(bureau) -> Bureau:
    """A bureau with a failed event that blocks another, a gap, and an invalid message."""
    bureau.mood.wells = {"J-1"}
    bureau.hears(sealing("J-1", 1), sealing("J-1", 2, previous=1), sealing("J-2", 5, previous=4))
    bureau.hears(broken("J-3"))
    return bureau


def test_lanes_gaps_and_quarantine_are_in_one_list(troubled):
    failed, gap, refused = troubled.lists()

    assert (failed.id, failed.kind, failed.reason) == (lane_id("J-1"), FailureKind.LANE, TORN)
    assert (failed.publisher, failed.type, failed.subject) == ("environment", TOPIC, "J-1")
    assert (failed.waiting, failed.state) == (2, FailureState.PERSON)
    assert (gap.id, gap.kind, gap.state) == (
        gap_id("J-2", 5),
        FailureKind.GAP,
        FailureState.RETRY,
    )
    assert (refused.kind, refused.fault, refused.subject) == (
        FailureKind.QUARANTINE,
        "contract",
        "J-3",
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": FailureKind.GAP}, ["J-2"]),
        ({"kind": FailureKind.QUARANTINE}, ["J-3"]),
        ({"publisher": "environment"}, ["J-1", "J-2", "J-3"]),
        ({"publisher": "agriculture"}, []),
        ({"type": TOPIC, "subject": "J-1"}, ["J-1"]),
        ({"type": "well.opened.v1"}, []),
        ({"reason": "坍塌"}, ["J-1"]),
        ({"state": FailureState.PERSON}, ["J-1", "J-3"]),
    ],
)
def test_the_list_can_be_narrowed(troubled, wanted, found):
    assert [failure.subject for failure in troubled.lists(**wanted)] == found


def test_old_failures_are_told_from_young_ones(troubled):
    began = troubled.clock.now
    troubled.clock.now += timedelta(hours=2)
    troubled.mood.wells.add("J-9")
    troubled.hears(sealing("J-9"))

    old = troubled.lists(since=began + timedelta(hours=1))

    assert [failure.subject for failure in old] == ["J-1", "J-2", "J-3"]


def test_pages_follow_one_another_across_lanes_and_quarantine(troubled):
    seen, after = [], ""
    while after is not None:
        page = troubled.service().get_failures(PageRequest({}, after, 1))
        seen += page.items
        after = page.next

    assert seen == troubled.lists()


def test_a_page_behind_nonsense_is_refused(troubled):
    with pytest.raises(InvalidInputError, match="上一页"):
        troubled.service().get_failures(PageRequest({}, "nonsense", 1))


def test_an_event_is_shown_with_content_signature_and_who_waits(troubled):
    shown = troubled.service().get_failure(lane_id("J-1"))

    assert shown.signature == "ok"
    assert shown.content == {"well_code": "J-1", "sealed_on": "2026-10-08", "samples": []}
    assert shown.event["actor"] == "clerk-1"
    assert [(event.sequence, event.id) for event in shown.waiting] == [(2, lane_id("J-1", 2))]
    assert [action.name for action in shown.actions] == ["retry", "edit", "discard", "export"]
    assert set(shown.headers) == {"liandong-key-id", "liandong-signature"}


def test_an_event_that_waits_behind_another_says_whom_to_deal_with_first(troubled):
    shown = troubled.service().get_failure(lane_id("J-1", 2))

    assert shown.failure.sequence == 2
    assert lane_id("J-1") in shown.actions[0].does


def test_a_gap_tells_what_is_missing(troubled):
    assert troubled.service().get_failure(gap_id("J-2", 5)).missing == (4,)


def test_the_signature_is_checked_now_not_only_when_it_came(troubled):
    signer = load_signer(troubled.folder / "environment.key.pem")
    revoke_key(troubled.folder, signer.key_id, "私钥泄露", troubled.clock())
    again = Bureau(troubled.folder)
    again.store, again.context = troubled.store, troubled.context
    again.commands, again.dispatcher = troubled.commands, troubled.dispatcher

    shown = again.service().get_failure(lane_id("J-1"))

    assert "revoked" in shown.signature
    assert shown.content is None
    assert "edit" not in [action.name for action in shown.actions]


def test_restricted_content_is_withheld_until_somebody_says_why(bureau):
    bureau.hears(replace(sealing("J-1"), classification="restricted"))
    refused = quarantine_id(bureau)

    shown = bureau.service().get_failure(refused)
    read = bureau.service("ops-7").post_failure_reading(asked(ReadFailure, id=refused))

    assert (shown.content, "限制性" in shown.withheld) == (None, True)
    assert read.content["well_code"] == "J-1"
    (reading,) = bureau.history()
    assert (reading.action, reading.actor, reading.why) == ("read", "ops-7", "已与发布部门核实")
    assert reading.targets == (refused,)


def test_content_that_nobody_vouches_for_is_withheld_too(bureau):
    bureau.receives(bureau.delivery(sealing("J-1"), signed_by="agriculture"))

    shown = bureau.service().get_failure(quarantine_id(bureau))

    assert "belongs to agriculture" in shown.signature
    assert shown.content is None
    assert [action.name for action in shown.actions] == ["retry", "discard", "export"]


def test_bytes_that_are_no_event_can_be_read_as_text(bureau):
    bureau.receives(raw("不是 JSON".encode(), {}))

    read = bureau.service().post_failure_reading(asked(ReadFailure, id=quarantine_id(bureau)))

    assert (read.content, read.text) == (None, "不是 JSON")


def test_what_somebody_dealt_with_says_who_and_when(bureau):
    bureau.receives(raw(encode(sealing("J-1")), {}))
    name = quarantine_id(bureau)
    bureau.service("ops-7").post_failure_discard(asked(DiscardFailure, id=name))

    with pytest.raises(AlreadyResolvedError, match="ops-7 已于 2026-10-08 09:00:00 丢弃"):
        bureau.service().get_failure(name)

    assert len(bureau.store.all(OriginalMessage)) == 1


def test_a_name_that_never_was_one_is_not_found(bureau):
    with pytest.raises(NotFoundError):
        bureau.service().get_failure("nonsense")
