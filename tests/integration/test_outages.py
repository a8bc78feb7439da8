"""Temporary loss of broker or store: acts are accepted or cleanly refused, and all recovers."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from made_up_city import MadeUpCity, running_city

from liandong.envelope import Envelope, new_id
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.verify import load_signer
from liandong.publishing.publisher import Publisher
from shared.clock.system import system_clock
from shared.local.broker.node import PrivateBroker
from shared.local.store import EmbeddedStore


@pytest.fixture(scope="module")
def servers(tmp_path_factory) -> Iterator[tuple[PrivateBroker, EmbeddedStore]]:
    home = tmp_path_factory.mktemp("servers")
    own_broker, own_store = PrivateBroker(home / "broker"), EmbeddedStore(home / "store")
    own_store.launch()
    own_broker.start()
    own_store.wait_ready()
    yield own_broker, own_store
    own_broker.stop()
    own_store.stop()


@pytest.fixture(scope="module")
def city(tmp_path_factory, servers, host) -> Iterator[MadeUpCity]:
    own_broker, own_store = servers
    home = tmp_path_factory.mktemp("city")
    urls = own_broker.url(), own_store.url(f"outages_{host}")
    with running_city(home, *urls, host=host) as running:
        own_broker.sync_to_disk()
        yield running


@pytest.fixture
def pids(city) -> dict[str, int]:
    return {name: service.pid for name, service in city.services.items()}


def heard(city: MadeUpCity, well: str) -> list[str]:
    sites = city.all("housing", "sites")
    return next((site["notes"] for site in sites if site["well_code"] == well), [])


def readiness(city: MadeUpCity, name: str) -> dict[str, str]:
    return city.web.get(f"{city.addresses[name]}/readyz").json()


def still_the_same(city: MadeUpCity, pids: dict[str, int]) -> bool:
    return all(
        service.running and service.pid == pids[name] for name, service in city.services.items()
    )


def sealing(well: str, sequence: int) -> Envelope:
    """Make an event of the water bureau."""
    made = new_id()
    return Envelope(
        id=made,
        source="//140700.liandong.cn/water",
        type="cn.liandong.water.well.sealed.v1",
        subject=well,
        time=system_clock(),
        dataschema="urn:liandong:contract:water.well.sealed.v1",
        data={"well_code": well, "note": f"{sequence}号"},
        sequence=sequence,
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification="public",
    )


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_acts_are_taken_without_a_broker_and_arrive_when_it_is_back(
    city, servers, pids, wait_for, how
):
    own_broker, _ = servers
    city.seal(how, "before", key=f"{how}-before").raise_for_status()
    wait_for(lambda: heard(city, how) == ["before"])

    getattr(own_broker, how)()
    wait_for(lambda: readiness(city, "housing")["inbox"] != "ok")
    answers = [city.seal(how, f"{n}号", key=f"{how}-{n}") for n in range(5)]
    own_broker.start()

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    wait_for(lambda: heard(city, how) == ["before", *(f"{n}号" for n in range(5))])
    wait_for(lambda: readiness(city, "housing") == {"store": "ok", "inbox": "ok"})
    assert still_the_same(city, pids)


def test_without_the_store_acts_are_refused_events_wait_and_nothing_needs_a_restart(
    city, servers, pids, wait_for
):
    _, own_store = servers
    signer = load_signer(city.home / "keys" / "water.key.pem")
    own_store.stop()

    refused = city.seal("J-9", "拒", key="refused")
    with Publisher(city.amqp_url, "water") as publisher:
        events = [outgoing(sealing("J-77", number), signer) for number in (1, 2, 3)]
        assert publisher.publish_batch(events) == [Confirmed()] * 3
    log = city.services["housing"].log
    wait_for(lambda: "inbox.returned" in log.read_text())
    unready = city.web.get(f"{city.addresses['housing']}/readyz")
    own_store.start()

    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert "数据库暂时没有应答" in refused.json()["detail"]
    assert unready.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    wait_for(lambda: heard(city, "J-77") == ["1号", "2号", "3号"])
    city.seal("J-9", "拒", key="refused").raise_for_status()
    wait_for(lambda: heard(city, "J-9") == ["拒"])
    assert "event.parked" not in log.read_text()
    assert still_the_same(city, pids)
