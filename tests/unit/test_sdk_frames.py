"""Frames are written byte for byte as pika writes them, and parsed as pika parses them."""

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pika import BasicProperties
from pika.exceptions import AMQPError
from pika.frame import Body, Header, Method
from pika.spec import Basic

from liandong import CONTENT_TYPE, Delivery
from liandong.amqp.frame_parser import DeliveryParser
from liandong.publishing.publish_frames import publish_frames

FRAME = 4096
HEADERS = st.dictionaries(
    st.text(max_size=20),
    st.text(max_size=20) | st.binary(max_size=20) | st.integers(-(2**63), 2**63 - 1),
    max_size=5,
)


def of_pika(channel, method, properties, body):
    """Marshal as `Connection._send_message` does."""
    frames = [Method(channel, method), Header(channel, len(body), properties)]
    most = FRAME - 8
    frames += [Body(channel, body[start : start + most]) for start in range(0, len(body), most)]
    return b"".join(frame.marshal() for frame in frames)


def assembled(wire, queues=None):
    """Split into frames as a connection does; return the deliveries and the frames left to pika."""
    assembler = DeliveryParser(queues or {"ctag1": "agriculture.inbox.1"})
    left, at = [], 0
    while at < len(wire):
        kind, channel, size = struct.unpack_from(">BHI", wire, at)
        if not assembler.feed(kind, channel, wire, at + 7, at + 7 + size):
            left.append(kind)
        at += size + 8
    return assembler.ready, left


def delivered(body, headers, *, channel=1, tag=7, **properties):
    deliver = Basic.Deliver("ctag1", tag, True, "environment.events", "plot.registered.v1")
    return of_pika(channel, deliver, BasicProperties(headers=headers, **properties), body)


@given(HEADERS, st.sampled_from([0, 1, 100, FRAME - 9, FRAME - 8, FRAME - 7, 3 * FRAME]))
def test_a_message_is_written_as_pika_writes_it(headers, length):
    body = b"x" * length
    publish = Basic.Publish(exchange="environment.events", routing_key="列入", mandatory=True)
    properties = BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2, headers=headers)

    frames = publish_frames(3, "environment.events", "列入", headers, body, FRAME)

    assert frames == of_pika(3, publish, properties, body)


@pytest.mark.parametrize(
    "wrong",
    [
        {"routing_key": "长" * 200},
        {"exchange": "长" * 200},
        {"headers": {"长" * 200: b""}},
        {"headers": {"n": object()}},
        {"headers": {"n": "\ud800"}},
        {"headers": {"n": b"x" * FRAME}},
        {"body": None},
    ],
)
def test_what_amqp_cannot_carry_is_refused_and_not_half_written(wrong):
    good = {"exchange": "e", "routing_key": "k", "headers": {}, "body": b""}

    with pytest.raises((ValueError, TypeError, struct.error, AMQPError)):
        publish_frames(1, largest_frame=FRAME, **{**good, **wrong})


@given(HEADERS, st.sampled_from([0, 1, 100, FRAME - 8, FRAME - 7, 3 * FRAME]))
def test_a_delivery_is_read_as_it_was_sent(headers, length):
    body = bytes(range(256)) * (length // 256) + b"x" * (length % 256)

    ready, left = assembled(delivered(body, headers, content_type="a", content_encoding="b"))

    assert left == []
    assert ready == [
        Delivery(
            "agriculture.inbox.1",
            body,
            headers,
            7,
            True,
            "environment.events",
            "plot.registered.v1",
        )
    ]


def test_deliveries_behind_each_other_keep_their_order_and_their_bodies():
    wire = b"".join(delivered(b"%d" % tag * 5000, None, tag=tag) for tag in range(1, 9))

    ready, _ = assembled(wire)

    assert [delivery.delivery_tag for delivery in ready] == list(range(1, 9))
    assert [delivery.body for delivery in ready] == [b"%d" % tag * 5000 for tag in range(1, 9)]
    assert all(delivery.headers == {} for delivery in ready)


def test_what_is_no_delivery_is_left_to_pika():
    returned = of_pika(1, Basic.Return(312, "NO_ROUTE", "e", "k"), BasicProperties(), b"body")
    answer = Method(1, Basic.ConsumeOk("ctag1")).marshal()

    ready, left = assembled(answer + returned + delivered(b"a", {}) + returned)

    assert [delivery.body for delivery in ready] == [b"a"]
    assert left == [1, 1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize(
    "table",
    [
        b"\x04dateT" + b"\xff" * 8,  # a timestamp after the year 9999
        b"\x01nQ",  # a type unknown to AMQP
        b"\x01nS\xff\xff\xff\xff",  # a text longer than the frame
        b"\xff",
        b"\x02\xff\xfeS\x00\x00\x00\x01a",
    ],
)
def test_no_header_that_a_sender_thinks_of_ends_the_connection(table):
    """The message then has no signature, and is quarantined like all unsigned ones."""
    content = struct.pack(">HHQHI", 60, 0, 1, 0x2000, len(table)) + table
    method = Method(1, Basic.Deliver("ctag1", 7, False, "e", "k")).marshal()
    wire = method + struct.pack(">BHI", 2, 1, len(content)) + content + b"\xce"

    ready, left = assembled(wire + Body(1, b"a").marshal() + delivered(b"next", {"n": "1"}))

    assert [delivery.body for delivery in ready] == [b"a", b"next"]
    assert "liandong-signature" not in ready[0].headers
    assert ready[1].headers == {"n": "1"}
    assert left == []


def test_headers_that_others_set_are_read_by_pikas_own_decoder():
    """The broker adds `x-death` and counts; partners may add anything."""
    headers = {
        "x-delivery-count": 3,
        "x-death": [{"reason": "rejected", "count": 1, "queue": "q"}],
        "price": Decimal("1.5"),
        "yes": True,
        "none": None,
    }

    [delivery], _ = assembled(delivered(b"a", headers))

    assert delivery.headers == headers
