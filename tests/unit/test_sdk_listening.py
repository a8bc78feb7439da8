"""The output of a listener, with large content fetched, and its errors."""

import json
from datetime import UTC, datetime

import pytest
from publisher_given import head, publisher

from liandong import Envelope, load_signer, make_keys, new_id, outgoing
from liandong.amqp.delivery import Delivery, Verdict
from liandong.cli.listener import ContentClient, EventPrinter
from liandong.messages.claim_check import claim_of
from liandong.messages.verify import TrustList

NOW = datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
REPORT = {"report": "镉" * 100_000}
CONTENT = json.dumps(REPORT).encode()


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, ("environment", "agriculture"), NOW)
    return tmp_path


def delivered(keys, *, dataref: str | None) -> Delivery:
    event = Envelope(
        id=new_id(),
        source="//140700.liandong.cn/environment",
        type="cn.liandong.environment.survey.reported.v1",
        subject="140728-0007",
        time=NOW,
        dataschema="https://liandong.cn/contracts/environment/survey.reported.v1.json",
        data={} if dataref else REPORT,
        sequence=1,
        correlationid=new_id(),
        causationid=None,
        actor="clerk:环境-017",
        classification="public",
        dataref=dataref,
    )
    message = outgoing(event, load_signer(keys / "environment.key.pem"))
    return Delivery(
        "agriculture.inbox.1", message.body, message.headers, 1, False, "environment.events", ""
    )


def printer(keys, addresses: str | None = None) -> EventPrinter:
    own = load_signer(keys / "agriculture.key.pem")
    contents = ContentClient(addresses, own) if addresses else None
    return EventPrinter(TrustList(keys / "trust.json"), 0, contents)


def test_fetched_content_is_printed_in_its_place(keys, capsys):
    delivery = delivered(keys, dataref=claim_of(CONTENT).dataref)

    with publisher(head(len(CONTENT)), CONTENT) as made:
        verdicts = printer(keys, made.address).handle([delivery])

    printed = json.loads(capsys.readouterr().out)
    assert verdicts == [Verdict.ACK]
    assert printed["data"] == REPORT
    assert "dataref" not in printed


def test_without_fetching_the_claim_is_printed_as_it_came(keys, capsys):
    delivery = delivered(keys, dataref=claim_of(CONTENT).dataref)

    verdicts = printer(keys).handle([delivery])

    printed = json.loads(capsys.readouterr().out)
    assert verdicts == [Verdict.ACK]
    assert printed["data"] == {}
    assert printed["dataref"] == claim_of(CONTENT).dataref


def test_an_event_with_its_own_content_asks_nobody(keys, capsys):
    verdicts = printer(keys, "http://127.0.0.1:1").handle([delivered(keys, dataref=None)])

    assert verdicts == [Verdict.ACK]
    assert json.loads(capsys.readouterr().out)["data"] == REPORT


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        ("403 Forbidden", "无权".encode(), "environment answers 403: 无权"),
        ("200 OK", CONTENT.replace(b"report", b"rEport"), "another hash"),
    ],
)
def test_content_that_cannot_be_had_ends_listening_and_leaves_the_event(
    keys, capsys, status, body, told
):
    delivery = delivered(keys, dataref=claim_of(CONTENT).dataref)

    with publisher(head(len(body), status), body) as made:
        listener = printer(keys, made.address)
        verdicts = listener.handle([delivery, delivered(keys, dataref=None)])

    assert verdicts == [Verdict.RETURN, Verdict.RETURN]
    assert listener.finished.is_set()
    assert told in str(listener.fault)
    assert "stays in your inbox" in str(listener.fault)
    assert capsys.readouterr().out == ""


def test_a_publisher_of_unknown_address_is_named(keys):
    (keys / "peers.json").write_text('{"agriculture": "http://127.0.0.1:1"}')
    listener = printer(keys, str(keys / "peers.json"))

    listener.handle([delivered(keys, dataref=claim_of(CONTENT).dataref)])

    assert "no address of environment" in str(listener.fault)


def test_content_that_is_no_json_goes_to_the_quarantine(keys, capsys):
    delivery = delivered(keys, dataref=claim_of(b"%PDF").dataref)

    with publisher(head(4), b"%PDF") as made:
        verdicts = printer(keys, made.address).handle([delivery])

    assert verdicts == [Verdict.REJECT]
    assert "not JSON" in capsys.readouterr().err
