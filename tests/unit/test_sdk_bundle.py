"""Bundles: events published together are received singly, in order, each with its own proof."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from test_sdk_signing import REFERRAL, ring_of

from liandong.amqp.delivery import Delivery
from liandong.envelope import encode
from liandong.errors import BadSignature
from liandong.keys.signer import Signer
from liandong.messages.bundle import (
    BUNDLE_HEADER,
    MOST_BYTES,
    MOST_EVENTS,
    OutgoingEvent,
    group_events,
    make_bundles,
    size_of,
    slot_of,
    unpack,
)
from liandong.messages.verify import open_message

SUBJECTS = ["祁县-1", "祁县-2", "平遥-1", "介休-9"]


def events_of(count, subject="140728-0007", topic="case.referred.v1"):
    bodies = [encode(replace(REFERRAL, id=f"e{n}", sequence=n + 1)) for n in range(count)]
    return [OutgoingEvent(topic, subject, body) for body in bodies]


def arrived(message):
    headers = {**message.headers, "subject": message.subject}
    return Delivery("inbox", message.body, headers, 1, False, message.exchange, "case.referred.v1")


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer("environment-1", Ed25519PrivateKey.generate())


def test_events_of_one_topic_travel_in_one_message_and_each_verifies_alone(signer):
    events = events_of(20)

    [(message, held)] = make_bundles("environment.events", events, signer)
    taken = unpack(arrived(message))

    assert held == list(range(20))
    assert message.headers[BUNDLE_HEADER] == "20"
    assert [delivery.body for delivery in taken] == [event.body for event in events]
    ring = ring_of(signer)
    assert [open_message(delivery.body, delivery.headers, ring).id for delivery in taken] == [
        f"e{n}" for n in range(20)
    ]


def test_an_event_that_was_taken_out_verifies_by_its_own_proof_without_the_others(signer):
    [(message, _)] = make_bundles("environment.events", events_of(5), signer)

    for event in unpack(arrived(message)):
        kept = dict(event.headers)
        assert open_message(event.body, kept, ring_of(signer)).subject == REFERRAL.subject
        assert set(kept) == {"liandong-key-id", "liandong-signature", "liandong-proof", "subject"}


def test_a_bundle_of_a_revoked_or_foreign_key_is_not_believed(signer):
    [(message, _)] = make_bundles("environment.events", events_of(5), signer)
    revoked = ring_of(signer, revoked_at=REFERRAL.time)
    stranger = ring_of(Signer("environment-1", Ed25519PrivateKey.generate()))

    for ring in (revoked, stranger):
        for event in unpack(arrived(message)):
            with pytest.raises(BadSignature):
                open_message(event.body, event.headers, ring)


def test_an_event_without_company_travels_as_a_plain_message(signer):
    [(message, held)] = make_bundles("environment.events", events_of(1), signer)

    assert held == [0]
    assert BUNDLE_HEADER not in message.headers
    assert unpack(arrived(message)) == [arrived(message)]
    assert open_message(message.body, message.headers, ring_of(signer)) == replace(
        REFERRAL, id="e0", sequence=1
    )


def test_one_changed_event_spoils_all_proofs_of_its_bundle(signer):
    [(message, _)] = make_bundles("environment.events", events_of(3), signer)
    forged = replace(arrived(message), body=message.body.replace(b'"e1"', b'"e9"'))

    for event in unpack(forged):
        with pytest.raises(BadSignature):
            open_message(event.body, event.headers, ring_of(signer))


@pytest.mark.parametrize(
    "change",
    [
        {BUNDLE_HEADER: "4"},
        {BUNDLE_HEADER: "2"},
        {BUNDLE_HEADER: "1"},
        {BUNDLE_HEADER: "99999"},
        {BUNDLE_HEADER: "-3"},
        {BUNDLE_HEADER: b"\xff"},
        {BUNDLE_HEADER: 3},
    ],
)
def test_what_does_not_have_the_form_that_it_claims_stays_whole_and_is_not_believed(signer, change):
    [(message, _)] = make_bundles("environment.events", events_of(3), signer)
    whole = arrived(message)
    mistaken = replace(whole, headers={**whole.headers, **change})

    assert unpack(mistaken) == [mistaken]
    with pytest.raises(BadSignature):
        open_message(mistaken.body, mistaken.headers, ring_of(signer))


def test_an_event_with_a_line_break_in_its_bytes_goes_alone(signer):
    first, second, third = events_of(3)
    broken = replace(second, body=second.body.replace(b'","', b'",\n"', 1))

    made = make_bundles("environment.events", [first, broken, third], signer)

    assert [held for _, held in made] == [[0], [1], [2]]


def test_a_bundle_has_at_most_so_many_events_and_bytes():
    small = [OutgoingEvent("a.v1", "s", b"{}")] * (2 * MOST_EVENTS + 1)
    large = [OutgoingEvent("a.v1", "s", b"x" * (MOST_BYTES // 3))] * 4

    assert [len(group) for group in group_events(small)] == [MOST_EVENTS, MOST_EVENTS, 1]
    assert [len(group) for group in group_events(large)] == [2, 2]


@given(
    st.lists(st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(["a.v1", "b.v1"])), max_size=200)
)
def test_groups_hold_every_event_once_of_one_topic_and_slot_and_keep_subjects_in_order(told):
    events = [OutgoingEvent(topic, subject, b"{}") for subject, topic in told]

    groups = group_events(events)

    flat = [index for group in groups for index in group]
    assert sorted(flat) == list(range(len(events)))
    for group in groups:
        assert (
            len({(events[number].topic, slot_of(events[number].subject)) for number in group}) == 1
        )
    for subject in SUBJECTS:
        own = [number for number in flat if events[number].subject == subject]
        assert own == sorted(own)


def test_what_a_message_says_of_its_size_is_bounded(signer):
    [(message, _)] = make_bundles("environment.events", events_of(5), signer)

    assert size_of(arrived(message)) == 5
    assert size_of(replace(arrived(message), headers={BUNDLE_HEADER: "9999"})) == 1024
