"""P1 and P2 under kill -9: nothing is lost or duplicated, whichever process dies at any moment."""

import os
import random
import secrets
from collections.abc import Iterator

import pytest
from clerks import Clerks
from made_up_city import MadeUpCity, running_city
from pymongo import MongoClient

from shared.delivery.records import Applied, Lane
from shared.local.store import EmbeddedStore
from shared.store.mongo.store import MongoStore
from shared.store.outbox import OutboxEvent

EVERYTHING = 1_000_000
BESIDE_THE_BROKER = ["unpublished", "unconfirmed", "unmarked", "marked"]


@pytest.fixture(scope="module")
def own_store(tmp_path_factory) -> Iterator[EmbeddedStore]:
    """A store for these tests only: killed clients leave open transactions that block others."""
    embedded = EmbeddedStore(tmp_path_factory.mktemp("own_store"))
    embedded.start()
    yield embedded
    embedded.kill()


@pytest.fixture
def url(request) -> str:
    """Address of a database used by no other test."""
    if os.environ.get("LIANDONG_MONGO_URL"):
        return request.getfixturevalue("mongo_url")
    return request.getfixturevalue("own_store").url(f"t{secrets.token_hex(5)}")


@pytest.fixture
def city(tmp_path, amqp_url, url, host) -> Iterator[MadeUpCity]:
    with running_city(tmp_path, amqp_url, url, host=host) as running:
        yield running


def end_transactions(city: MadeUpCity) -> None:
    """End transactions left open by killed processes; the store does so only after a minute."""
    with MongoClient(city.mongo_url) as client:
        client.admin.command({"killAllSessions": []})


def doom_often(city: MadeUpCity, name: str, points: list[str], wait_for) -> None:
    """Start a department repeatedly, killed at another point each time; then start it normally."""
    service = city.services[name]
    service.kill()
    end_transactions(city)
    for turn, point in enumerate(points):
        city.doom(name, point=point, chance=0.2, seed=turn)
        service.start()
        wait_for(lambda: not service.running)
        assert service.exit_code == -9, service.last_lines()
        end_transactions(city)
    city.doom(name)
    service.start()
    city.wait_ready(name)
    log = service.log.read_text()
    assert all(f"killed: {point}" in log for point in points)


def heard(city: MadeUpCity) -> dict[str, list[str]]:
    """Return the notes that the housing bureau received, by well."""
    return {site["well_code"]: site["notes"] for site in city.all("housing", "sites")}


def assert_exactly_once(city: MadeUpCity, clerks: Clerks, wait_for) -> None:
    """Assert that every answered act is stored, published and applied once, in order."""
    water, housing = MongoStore(city.mongo_url, "water"), MongoStore(city.mongo_url, "housing")
    wait_for(lambda: heard(city) == clerks.accepted)
    wait_for(lambda: water.outbox.next_pending(1) == [])

    wells = {well["code"]: well["notes"] for well in city.all("water", "wells")}
    assert wells == clerks.accepted
    assert sum(site["told"] for site in city.all("housing", "sites")) == clerks.answered
    sequences: dict[str, list[int]] = {}
    for event in water.page(OutboxEvent, {}, "", EVERYTHING):
        sequences.setdefault(event.subject, []).append(event.sequence)
    assert {well: sorted(numbers) for well, numbers in sequences.items()} == {
        well: list(range(1, len(notes) + 1)) for well, notes in clerks.accepted.items()
    }
    assert len(housing.page(Applied, {}, "", EVERYTHING)) == clerks.answered
    assert housing.page(Lane, {}, "", EVERYTHING) == []
    water.close()
    housing.close()


def test_a_publisher_killed_between_commit_and_publish_loses_and_doubles_nothing(city, wait_for):
    with Clerks(city) as clerks:
        doom_often(city, "water", ["undone", "unanswered", *BESIDE_THE_BROKER], wait_for)

        clerks.go_home()
        assert_exactly_once(city, clerks, wait_for)


def test_a_subscriber_killed_between_effect_and_acknowledgement_doubles_nothing(city, wait_for):
    with Clerks(city) as clerks:
        doom_often(city, "housing", ["applied", "received"] * 2, wait_for)

        clerks.go_home()
        assert_exactly_once(city, clerks, wait_for)


def test_departments_killed_at_random_moments_lose_and_double_nothing(city, wait_for):
    dice = random.Random(20261008)
    with Clerks(city) as clerks:
        for _ in range(6):
            target = clerks.answered + dice.randint(1, 60)
            wait_for(lambda target=target: clerks.answered >= target)
            victim = city.services[dice.choice(["water", "housing"])]
            victim.kill()
            end_transactions(city)
            victim.start()

        for name in city.services:
            city.wait_ready(name)
        clerks.go_home()
        assert_exactly_once(city, clerks, wait_for)
