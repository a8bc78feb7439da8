"""The official CloudEvents package parses the published single events and bundles."""

import struct

import orjson
import pytest
from cloudevents.conversion import to_dict
from cloudevents.http import from_http, from_json
from pika import BasicProperties
from pika.frame import Body, Header, Method
from pika.spec import Basic

from liandong.amqp.frame_parser import DeliveryParser
from liandong.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE, encode
from liandong.messages.bundle import OutgoingEvent, make_bundles, unpack
from liandong.messages.verify import load_signer, make_keys
from liandong.publishing.publish_frames import publish_frames
from services.environment.register.messages import PlotRegistered
from shared.contracts.json_schema import example_of
from shared.messages.contract import contract_of
from shared.testing.world import START, envelope_of

TOPIC = "plot.registered.v1"


@pytest.fixture
def signer(tmp_path):
    make_keys(tmp_path, ("environment",), START)
    return load_signer(tmp_path / "environment.key.pem")


def leaving(count):
    event = contract_of(PlotRegistered).load(example_of(PlotRegistered))
    made = [envelope_of(event, sequence=number) for number in range(1, count + 1)]
    return [OutgoingEvent(TOPIC, envelope.subject, encode(envelope)) for envelope in made]


def media_type(message):
    """Return the content type from the header frame on the wire."""
    wire = publish_frames(1, "e", TOPIC, message.headers, message.body, 131_072)
    _, _, size = struct.unpack_from(">BHI", wire)
    content = 7 + size + 1 + 7 + 14
    length = wire[content]
    return wire[content + 1 : content + 1 + length].decode()


def test_a_single_event_is_read_by_the_official_package(signer):
    [(message, _)] = make_bundles("environment.events", leaving(1), signer)

    read = from_http({"content-type": media_type(message)}, message.body)

    assert media_type(message) == CONTENT_TYPE == "application/cloudevents+json; charset=utf-8"
    assert read["type"] == "cn.liandong.environment.plot.registered.v1"
    assert to_dict(read)["data"]["plot_code"] == "140728-0007"


def test_a_bundle_is_a_batch_by_name_and_each_of_its_events_is_one(signer):
    [(message, indices)] = make_bundles("environment.events", leaving(3), signer)

    assert media_type(message) == BATCH_CONTENT_TYPE == "application/cloudevents-batch+json"
    assert len(indices) == 3
    for event in orjson.loads(message.body):
        assert from_json(orjson.dumps(event))["source"] == "//140700.liandong.cn/environment"


@pytest.mark.parametrize(
    "kind",
    [
        "application/cloudevents+json; charset=UTF-8",
        "application/cloudevents+json; charset=utf-8",
        "application/cloudevents-batch+json",
        None,
    ],
)
def test_a_reader_takes_the_types_of_before_and_of_now(signer, kind):
    """The signed bytes and the headers define a message; the media type is for others."""
    [(message, _)] = make_bundles("environment.events", leaving(2), signer)
    properties = BasicProperties(content_type=kind, delivery_mode=2, headers=dict(message.headers))
    frames = [
        Method(1, Basic.Deliver("c", 1, False, "environment.events", TOPIC)),
        Header(1, len(message.body), properties),
        Body(1, message.body),
    ]
    assembler = DeliveryParser({"c": "agriculture.inbox.1"})
    for frame in (frame.marshal() for frame in frames):
        number, channel, size = struct.unpack_from(">BHI", frame)
        assembler.feed(number, channel, frame, 7, 7 + size)

    [delivery] = assembler.ready

    assert len(unpack(delivery)) == 2
