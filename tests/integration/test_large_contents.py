"""Large content between real departments: referenced by its hash, fetched, and retried."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
import pytest
import typer
from made_up_city import MadeUpCity, running_city
from typer.testing import CliRunner, Result

from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, inbox_topology
from liandong.envelope import Envelope, decode, new_id
from liandong.messages.claim_check import Refused, claim_in, claim_of, fetch
from liandong.messages.outgoing import outgoing
from liandong.messages.request_signature import authorization
from liandong.messages.verify import load_signer, make_keys
from liandong.publishing.publisher import Publisher
from shared.cli.failed import main as failed_cli
from shared.clock.system import system_clock
from shared.delivery.contents.peers import PEERS_FILE
from shared.handling.claim_check import Blob
from shared.store.mongo.store import MongoStore
from shared.store.outbox import OutboxEvent
from shared.web.auth import Role

COMMAND = str(Path(sys.executable).parent / "liandong")
CLAIMED = 300_000


@pytest.fixture(scope="module")
def running(tmp_path_factory, new_vhost, new_database, host) -> Iterator[MadeUpCity]:
    home = tmp_path_factory.mktemp("city")
    with running_city(home, new_vhost(), new_database(), host=host) as started:
        yield started


@pytest.fixture
def city(running) -> MadeUpCity:
    """The city of this module, with both departments at work."""
    for name, service in running.services.items():
        if not service.running:
            service.start()
            running.wait_ready(name)
    return running


@pytest.fixture
def water(city) -> Iterator[MongoStore]:
    store = MongoStore(city.mongo_url, "water")
    yield store
    store.close()


def text_on(well: str) -> str:
    """A megabyte of text on one well."""
    return well + "镉" * 330_000


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def report(city: MadeUpCity, well: str, text: str) -> None:
    """Submit a report at the water bureau."""
    headers = {**city.headers("water"), "Idempotency-Key": well}
    where = f"{city.addresses['water']}/v1/surveys/{well}"
    city.web.post(where, json={"report": text}, headers=headers).raise_for_status()


def readings(city: MadeUpCity, well: str) -> list[str]:
    """List the digests of the reports on a well that the housing bureau read."""
    found = city.all("housing", "read-reports")
    return [reading["sha256"] for reading in found if reading["well_code"] == well]


def lanes(city: MadeUpCity, well: str) -> list[dict[str, Any]]:
    headers = city.headers("housing", Role.OPS)
    found = city.web.get(f"{city.addresses['housing']}/v1/failed", headers=headers)
    assert found.is_success, found.text
    return [item for item in found.json()["items"] if item["subject"] == well]


def at_desk(city: MadeUpCity, *arguments: str) -> Result:
    """Run `liandong failed` at the housing bureau."""
    app = typer.Typer()
    failed_cli.register(app)
    token = city.headers("housing", Role.OPS)["Authorization"].removeprefix("Bearer ")
    where = ["failed", "--url", city.addresses["housing"], "--token", token]
    return CliRunner().invoke(app, [*where, *arguments])


def sent(water: MongoStore, well: str) -> Envelope:
    envelopes = [decode(row.body) for row in water.page(OutboxEvent, {}, "", 100)]
    (found,) = [envelope for envelope in envelopes if envelope.subject == well]
    return found


def replaced(water: MongoStore, blob: Blob) -> None:
    water.transact(lambda session: session.save(blob))


def test_a_report_of_a_megabyte_is_read_whole(city, water, wait_for):
    report(city, "J-1", text_on("J-1"))

    wait_for(lambda: readings(city, "J-1"))

    assert readings(city, "J-1") == [digest_of(text_on("J-1"))]
    envelope = sent(water, "J-1")
    assert envelope.data == {}
    assert claim_in(envelope).size > CLAIMED
    assert lanes(city, "J-1") == []


def test_only_who_hears_the_event_is_given_its_content(city, water):
    report(city, "J-2", text_on("J-2"))
    dataref, digest = sent(water, "J-2").dataref, claim_in(sent(water, "J-2")).digest
    address, keys = city.addresses["water"], city.home / "keys"
    make_keys(keys, ("stranger",), system_clock())

    housing = load_signer(keys / "housing.key.pem")
    stranger = load_signer(keys / "stranger.key.pem")

    assert text_on("J-2").encode() in fetch(address, "water", dataref, housing)
    with pytest.raises(Refused, match="403"):
        fetch(address, "water", dataref, stranger)
    told = authorization(digest, "housing", housing, system_clock())
    for header in ({}, {"Authorization": told}, city.headers("housing")):
        answer = city.web.get(f"{address}/v1/blobs/{digest}", headers=header)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.headers["WWW-Authenticate"] == "Liandong"


def listened(city: MadeUpCity, department: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run `liandong listen` for one event, as a partner that has only the SDK."""
    keys = city.home / "keys"
    command = [
        COMMAND, "listen", "--url", city.amqp_url, "--department", department, "--count", "1",
        "--trust", str(keys / "trust.json"), "--subscribe", "water:survey.reported.v1",
        "--fetch", str(city.home / PEERS_FILE), "--key", str(keys / f"{department}.key.pem"),
    ]  # fmt: skip
    return subprocess.run(
        [*command, *more], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_listener_with_its_key_is_shown_the_content_and_a_stranger_is_not(city):
    make_keys(city.home / "keys", ("stranger",), system_clock())
    with connect(city.amqp_url, name="stranger") as connection:
        wanted = [("water", "survey.reported.v1")]
        declare(connection.channel(), inbox_topology("stranger", wanted))
    city.services["housing"].stop()
    report(city, "J-3", text_on("J-3"))

    heard = listened(city, "housing")
    refused = listened(city, "stranger")

    assert json.loads(heard.stdout)["data"]["report"] == text_on("J-3"), heard.stderr
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "water answers 403" in refused.stderr
    assert "stays in your inbox" in refused.stderr


def test_content_waits_for_its_publisher_and_is_read_when_it_is_back(city, wait_for):
    city.services["housing"].stop()
    report(city, "J-4", text_on("J-4"))
    city.services["water"].stop()
    city.services["housing"].start()
    city.wait_ready("housing")
    wait_for(lambda: lanes(city, "J-4"))
    (lane,) = lanes(city, "J-4")
    assert "内容尚未取得：“water”没有应答" in lane["reason"]
    assert readings(city, "J-4") == []

    city.services["water"].start()
    city.wait_ready("water")

    wait_for(lambda: readings(city, "J-4"), 60)
    assert lanes(city, "J-4") == []


def test_an_export_has_the_content_beside_the_event_and_verifies(city, water, wait_for):
    content = orjson.dumps({"well_code": "J-6", "report": ""})
    claim, at = claim_of(content), system_clock()
    replaced(water, Blob(claim.digest, content, claim.size, at, ("survey.reported.v1",)))
    report(city, "J-5", "short")
    wait_for(lambda: readings(city, "J-5"))
    short = sent(water, "J-5")
    event = replace(
        short, id=new_id(), subject="J-6", data={}, dataref=claim.dataref, previous=None
    )
    with Publisher(city.amqp_url, "water") as publisher:
        publisher.publish_batch([outgoing(event, load_signer(city.home / "keys/water.key.pem"))])
    wait_for(lambda: [lane for lane in lanes(city, "J-6") if lane["state"] == "person"])
    file = city.home / "failed.jsonl"

    exported = at_desk(city, "export", "--why", "移交核查", "--to", str(file))
    verified = at_desk(city, "verify", str(file), "--trust", str(city.home / "keys/trust.json"))

    assert exported.exit_code == verified.exit_code == 0, exported.output + verified.output
    assert (city.home / "failed.jsonl.contents" / claim.digest).read_bytes() == content
    assert "内容与签名中的摘要值相符" in verified.output


def test_content_with_another_hash_than_was_signed_is_refused(city, water, wait_for):
    city.services["housing"].stop()
    report(city, "J-7", text_on("J-7"))
    blob = water.read(Blob, claim_in(sent(water, "J-7")).digest)
    replaced(water, replace(blob, content=blob.content.replace("镉".encode(), "砷".encode())))
    city.services["housing"].start()
    city.wait_ready("housing")
    wait_for(lambda: lanes(city, "J-7"))
    assert "与签名中的摘要值或长度不符" in lanes(city, "J-7")[0]["reason"]
    assert readings(city, "J-7") == []

    replaced(water, blob)

    wait_for(lambda: readings(city, "J-7"), 60)
    assert readings(city, "J-7") == [digest_of(text_on("J-7"))]
