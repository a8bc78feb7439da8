"""A department's signing key is rotated under load, and a revoked key is rejected."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from made_up_city import MadeUpCity, Traffic, running_city

from liandong.envelope import Envelope, new_id
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.verify import load_signer, revoke_key, rotate_key
from liandong.publishing.publisher import Publisher
from shared.clock.system import system_clock
from shared.delivery.records import QuarantinedMessage
from shared.store.mongo.store import MongoStore

OVERLAP = timedelta(hours=1)
LOOKED_AT_S = 2.5  # services check key files once a second


@pytest.fixture
def city(tmp_path, amqp_url, mongo_url) -> Iterator[MadeUpCity]:
    with running_city(tmp_path, amqp_url, mongo_url) as running:
        yield running


@pytest.fixture
def housing(city) -> Iterator[MongoStore]:
    store = MongoStore(city.mongo_url, "housing")
    yield store
    store.close()


def heard(city: MadeUpCity) -> int:
    return len(city.all("housing", "sites"))


def refused(housing: MongoStore) -> list[QuarantinedMessage]:
    return housing.page(QuarantinedMessage, {}, "", 100)


def forged(well: str) -> Envelope:
    """Make an event as a thief of the key would forge it, with an earlier time."""
    made = new_id()
    return Envelope(
        id=made,
        source="//140700.liandong.cn/water",
        type="cn.liandong.water.well.sealed.v1",
        subject=well,
        time=system_clock() - timedelta(minutes=1),
        dataschema="urn:liandong:contract:water.well.sealed.v1",
        data={"well_code": well, "note": "伪造"},
        sequence=1,
        correlationid=made,
        causationid=None,
        actor="thief",
        classification="public",
    )


def test_a_key_is_changed_three_times_under_traffic_and_no_event_is_refused(
    city, housing, wait_for
):
    keys, used = city.home / "keys", set()
    with Traffic(city) as traffic:
        for _ in range(3):
            before = len(traffic.answers)
            used.add(rotate_key(keys, "water", OVERLAP, system_clock()))
            wait_for(lambda before=before: len(traffic.answers) > before + 30)

    assert set(traffic.answers) == {200}
    wait_for(lambda: heard(city) == len(traffic.answers))
    assert refused(housing) == []
    assert len(used) == 3


def test_what_a_revoked_key_signs_is_refused_and_what_was_heard_before_stays(
    city, housing, wait_for, tmp_path
):
    keys, stolen = city.home / "keys", tmp_path / "water.key.pem"
    shutil.copy(keys / "water.key.pem", stolen)
    for number in range(5):
        city.seal(f"J-{number:03}", "封井", key=f"seal-{number}").raise_for_status()
    wait_for(lambda: heard(city) == 5)

    thief = load_signer(stolen)
    rotate_key(keys, "water", OVERLAP, system_clock())
    time.sleep(LOOKED_AT_S)
    revoke_key(keys, thief.key_id, "失窃", system_clock())
    time.sleep(LOOKED_AT_S)
    with Publisher(city.amqp_url, "water") as publisher:
        sent = publisher.publish_batch([outgoing(forged("J-900"), thief)])
    city.seal("J-100", "封井", key="seal-100").raise_for_status()

    assert sent == [Confirmed()]
    wait_for(lambda: heard(city) == 6)  # the five, and the one of the new key
    wait_for(lambda: len(refused(housing)) == 1)
    [kept] = refused(housing)
    assert thief.key_id in kept.reason
    assert "J-900" not in {site["well_code"] for site in city.all("housing", "sites")}
