"""P1 and P2 under kill -9: nothing lost, nothing twice, whatever dies at whatever moment."""

import os
import random
import secrets
import threading
from collections.abc import Iterator
from http import HTTPStatus

import httpx
import pytest
from made_up_city import City, running_city
from pymongo import MongoClient

from shared.ledgers import Applied, Lane, Outgoing
from shared.local.store import EmbeddedStore
from shared.mongo import MongoStore

WELLS_EACH = 3
EVERYTHING = 1_000_000


class Clerk(threading.Thread):
    """Seals its own wells in turn; repeats each request with its key until it is answered 2xx."""

    def __init__(self, city: City, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.accepted: dict[str, list[str]] = {}
        self.refused: list[str] = []
        self.enough = threading.Event()
        self._city = city

    def run(self) -> None:
        number = 0
        while not self.enough.is_set() and not self.refused:
            well, note = f"{self.name}-{number % WELLS_EACH}", f"{self.name}号{number}"
            self._seal(well, note, key=f"{self.name}-{number}")
            self.accepted.setdefault(well, []).append(note)
            number += 1

    def _seal(self, well: str, note: str, key: str) -> None:
        while True:
            try:
                answer = self._city.seal(well, note, key=key)
            except httpx.TransportError:
                continue
            if answer.is_success:
                return
            if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.refused.append(answer.text)
                return


class Clerks:
    """Several clerks at work at the same time."""

    def __init__(self, city: City) -> None:
        self._clerks = [Clerk(city, name) for name in ("wang", "li", "zhao")]
        for clerk in self._clerks:
            clerk.start()

    @property
    def answered(self) -> int:
        """How many acts were answered 2xx so far."""
        return sum(len(notes) for notes in self.accepted.values())

    @property
    def accepted(self) -> dict[str, list[str]]:
        """The notes of all acts that were answered 2xx, in order, by well."""
        return {well: notes for clerk in self._clerks for well, notes in clerk.accepted.items()}

    def go_home(self) -> None:
        """Let each finish what it began."""
        for clerk in self._clerks:
            clerk.enough.set()
        for clerk in self._clerks:
            clerk.join(30)
            assert not clerk.is_alive()
            assert clerk.refused == []


@pytest.fixture(scope="module")
def own_store(tmp_path_factory) -> Iterator[EmbeddedStore]:
    """Embedded store of these tests: what they kill leaves transactions that others would meet."""
    embedded = EmbeddedStore(tmp_path_factory.mktemp("own_store"))
    embedded.start()
    yield embedded
    embedded.kill()


@pytest.fixture
def url(request) -> str:
    """Address of a database that no other test has used."""
    if os.environ.get("LIANDONG_MONGO_URL"):
        return request.getfixturevalue("mongo_url")
    return request.getfixturevalue("own_store").url(f"t{secrets.token_hex(5)}")


@pytest.fixture
def city(tmp_path, amqp_url, url) -> Iterator[City]:
    with running_city(tmp_path, amqp_url, url) as running:
        yield running


def end_transactions(city: City) -> None:
    """End what the dead left open; the store does so by itself, but after a minute only."""
    with MongoClient(city.mongo_url) as client:
        client.admin.command({"killAllSessions": []})


def doom_often(city: City, name: str, points: list[str], times: int, wait_for) -> None:
    """Start a department again and again, each time to die at another point; then let it live."""
    service = city.services[name]
    service.kill()
    end_transactions(city)
    for turn in range(times):
        city.doom(name, point=points[turn % len(points)], chance=0.2, seed=turn)
        service.start()
        wait_for(lambda: not service.running)
        assert service.exit_code == -9, service.last_lines()
        end_transactions(city)
    city.doom(name)
    service.start()
    city.wait_ready(name)
    log = service.log.read_text()
    assert all(f"killed: {point}" in log for point in points)


def heard(city: City) -> dict[str, list[str]]:
    """List what the housing bureau heard, by well."""
    return {site["well_code"]: site["notes"] for site in city.all("housing", "sites")}


def assert_exactly_once(city: City, clerks: Clerks, wait_for) -> None:
    """Every act that was answered is done, published and taken to effect once, in order."""
    water, housing = MongoStore(city.mongo_url, "water"), MongoStore(city.mongo_url, "housing")
    wait_for(lambda: heard(city) == clerks.accepted)
    wait_for(lambda: water.backlog() == 0)

    wells = {well["code"]: well["notes"] for well in city.all("water", "wells")}
    assert wells == clerks.accepted
    assert sum(site["told"] for site in city.all("housing", "sites")) == clerks.answered
    sequences: dict[str, list[int]] = {}
    for event in water.page(Outgoing, {}, "", EVERYTHING):
        sequences.setdefault(event.subject, []).append(event.sequence)
    assert {well: sorted(numbers) for well, numbers in sequences.items()} == {
        well: list(range(1, len(notes) + 1)) for well, notes in clerks.accepted.items()
    }
    assert len(housing.page(Applied, {}, "", EVERYTHING)) == clerks.answered
    assert housing.page(Lane, {}, "", EVERYTHING) == []
    water.close()
    housing.close()


def test_a_publisher_killed_between_commit_and_publish_loses_and_doubles_nothing(city, wait_for):
    clerks = Clerks(city)

    doom_often(city, "water", ["unanswered", "unpublished", "unmarked"], 9, wait_for)

    clerks.go_home()
    assert_exactly_once(city, clerks, wait_for)


def test_a_subscriber_killed_between_effect_and_acknowledgement_doubles_nothing(city, wait_for):
    clerks = Clerks(city)

    doom_often(city, "housing", ["applied", "received"], 8, wait_for)

    clerks.go_home()
    assert_exactly_once(city, clerks, wait_for)


def test_departments_killed_at_random_moments_lose_and_double_nothing(city, wait_for):
    dice = random.Random(20261008)
    clerks = Clerks(city)

    for _ in range(12):
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
