"""Secrecy on the live bus: messages and documents reveal no name to unauthorised readers."""

from collections.abc import Iterator

import bson
import pytest
from acts import done, referred_case
from pymongo import MongoClient

from liandong.amqp.connection import connect
from liandong.errors import CannotOpen
from liandong.keys.reloading_seals import OpeningKeyFile
from liandong.messages.sealing import unseal
from liandong.messages.verify import TrustList, open_message
from shared.web.auth import Role

SUSPECT = "某某不为人知乙"
NUMBER = f"{SUSPECT}的证件号码"
TOPIC = "case.referred.v1"
DEADLINE_S = 10


@pytest.fixture(scope="module")
def spied(platform, city) -> Iterator[tuple[str, bytes, dict]]:
    """A referred case, and its message as an operator of the broker can copy it."""
    with connect(platform.amqp_url, name="operator") as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "environment.events", TOPIC)
        _, case = referred_case(city, SUSPECT)
        headers, body = next(
            (properties.headers, body)
            for _, properties, body in channel.consume(queue, inactivity_timeout=DEADLINE_S)
            if body is None or case.encode() in body
        )
        yield case, body, headers


def opened(platform, spied, who):
    _, body, headers = spied
    keys = platform.home / "keys"
    envelope = open_message(body, headers, TrustList(keys / "trust.json"))
    return unseal(envelope, OpeningKeyFile(keys / f"{who}.seal.pem"))


def outbox(platform, department) -> bytes:
    with MongoClient(platform.mongo_url) as client:
        database = client[f"{client.get_default_database('liandong').name}_{department}"]
        rows = [*database["outbox"].find(), *database["pending"].find(), *database["blobs"].find()]
        assert rows
        return b"".join(bson.encode(row) for row in rows)


def test_the_message_on_the_broker_names_nobody(spied):
    """Suspects are for the transferring side, public security, the procuratorate [17号 6]."""
    case, body, headers = spied

    assert case.encode() in body
    for secret in (SUSPECT, NUMBER, "证件号码", "污染环境罪"):
        assert secret.encode() not in body
        assert secret.encode() not in repr(headers).encode()


def test_the_outbox_of_who_referred_it_names_nobody(platform, spied):
    kept = outbox(platform, "environment")

    assert spied[0].encode() in kept
    assert SUSPECT.encode() not in kept
    assert NUMBER.encode() not in kept


@pytest.mark.parametrize("who", ["environment", "public_security", "procuratorate"])
def test_the_organs_that_the_law_names_open_it(platform, spied, who):
    data = opened(platform, spied, who).data

    assert data["suspects"] == [{"name": SUSPECT, "identifier": NUMBER, "identifier_kind": None}]


@pytest.mark.parametrize("who", ["agriculture", "natural_resources", "coordination", "province"])
def test_nobody_else_does(platform, spied, who):
    with pytest.raises(CannotOpen, match="none of your keys opens it"):
        opened(platform, spied, who)


def test_public_security_keeps_whom_it_showed_the_case_to(city, spied):
    case = spied[0]
    police = city["public_security"]
    done(police.get(f"/v1/cases/{case}", role=Role.INVESTIGATOR))
    assert police.get(f"/v1/cases/{case}", role=Role.CLERK).status == 403

    log = police.items("/v1/reads", role=Role.HEAD, key=case)

    told = {(entry["subject"], entry["outcome"]) for entry in log}
    assert ("investigator-1", "已提供") in told
    assert ("clerk-1", "无权查阅") in told
    assert SUSPECT not in str(log)
    assert police.get("/v1/reads", role=Role.INVESTIGATOR).status == 403
