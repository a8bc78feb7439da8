"""The plain host: runs without nameko, and a stop leaves no work half done."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from clerks import Clerks
from made_up_city import MadeUpCity, running_city

from liandong.amqp.connection import connect
from liandong.envelope import Envelope, new_id
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.verify import load_signer
from liandong.publishing.publisher import Publisher
from shared.broker.topology import inbox_queues
from shared.clock.system import system_clock
from shared.delivery.records import Applied
from shared.local.processes.child import Child
from shared.store.mongo.store import MongoStore

BACKLOG = 4000
WELLS = 300
STOP_S = 10
NAMEKO = {"nameko", "eventlet", "kombu"}
SPY = """
import atexit, sys
from shared.runtime.threads import main as plain
tops = lambda: sorted({name.partition(".")[0] for name in sys.modules})
atexit.register(lambda: print("LOADED", *tops(), flush=True))
plain.main()
"""


@pytest.fixture
def city(tmp_path, amqp_url, mongo_url, host) -> Iterator[MadeUpCity]:
    with running_city(tmp_path, amqp_url, mongo_url, host=host) as running:
        yield running


@pytest.fixture
def plain_city(tmp_path, amqp_url, mongo_url) -> Iterator[MadeUpCity]:
    with running_city(tmp_path, amqp_url, mongo_url, host="plain") as running:
        yield running


@pytest.fixture
def housing(city) -> Iterator[MongoStore]:
    store = MongoStore(city.mongo_url, "housing")
    yield store
    store.close()


@pytest.fixture
def water(city) -> Iterator[MongoStore]:
    store = MongoStore(city.mongo_url, "water")
    yield store
    store.close()


def sealing(number: int) -> Envelope:
    """Make a sealing event of the water bureau."""
    made, well = new_id(), f"J-{number % WELLS:03}"
    return Envelope(
        id=made,
        source="//140700.liandong.cn/water",
        type="cn.liandong.water.well.sealed.v1",
        subject=well,
        time=system_clock(),
        dataschema="urn:liandong:contract:water.well.sealed.v1",
        data={"well_code": well, "note": f"{number}号"},
        sequence=number // WELLS + 1,
        correlationid=made,
        causationid=None,
        actor="clerk-1",
        classification="public",
    )


def fill_inbox(city: MadeUpCity) -> None:
    """Publish a backlog to the housing bureau."""
    signer = load_signer(city.home / "keys" / "water.key.pem")
    with Publisher(city.amqp_url, "water") as publisher:
        events = [outgoing(sealing(number), signer) for number in range(BACKLOG)]
        assert publisher.publish_batch(events) == [Confirmed()] * BACKLOG


def waiting(city: MadeUpCity) -> int:
    """Count the messages in the inbox of the housing bureau."""
    connection = connect(city.amqp_url, name="count")
    channel = connection.channel()
    found = [channel.queue_declare(name, passive=True) for name in inbox_queues("housing")]
    connection.close()
    return sum(one.method.message_count for one in found)


def applied(housing: MongoStore) -> int:
    return housing.collection(Applied).estimated_document_count()


def stop(service: Child, wait_for: Callable[..., None]) -> None:
    """Terminate a department; assert that it ends in time and cleanly."""
    service.terminate()
    wait_for(lambda: not service.running, STOP_S)
    assert service.exit_code == 0, service.last_lines()
    assert "service.stopped" in service.last_lines()


def test_a_batch_in_hand_is_finished_and_acknowledged_before_the_end(city, housing, wait_for):
    service = city.services["housing"]
    stop(service, wait_for)
    fill_inbox(city)
    service.start()
    wait_for(lambda: applied(housing) > 0)

    stop(service, wait_for)

    done = applied(housing)
    assert 0 < done < BACKLOG
    wait_for(lambda: waiting(city) == BACKLOG - done)
    service.start()
    city.wait_ready("housing")
    wait_for(lambda: applied(housing) == BACKLOG)
    assert sum(site["told"] for site in city.all("housing", "sites")) == BACKLOG
    assert waiting(city) == 0


def test_what_was_committed_is_published_and_its_confirm_noted_before_the_end(
    city, water, housing, wait_for
):
    with Clerks(city) as clerks:
        wait_for(lambda: clerks.answered > 30)

        stop(city.services["water"], wait_for)

        assert water.outbox.next_pending(1) == []
        city.services["water"].start()
        clerks.go_home()
        wait_for(lambda: applied(housing) == clerks.answered)


def test_a_request_in_hand_is_answered_before_the_end(plain_city, wait_for):
    service, address = plain_city.services["water"], plain_city.addresses["water"]
    body = json.dumps({"note": "封"}).encode()
    told = {
        **plain_city.headers("water"),
        "Host": "water",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Idempotency-Key": "slow",
        "Expect": "100-continue",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    url = urlsplit(address)
    with socket.create_connection((url.hostname, url.port), timeout=STOP_S) as slow:
        slow.sendall(f"POST /v1/wells/J-1/sealings HTTP/1.1\r\n{head}\r\n".encode())
        assert b"100 Continue" in slow.recv(1000)

        service.terminate()
        wait_for(lambda: not listens(url.hostname, url.port))
        slow.sendall(body)
        answer = slow.recv(10_000)

    assert answer.startswith(b"HTTP/1.1 200")
    wait_for(lambda: not service.running, STOP_S)
    wait_for(lambda: [site["well_code"] for site in plain_city.all("housing", "sites")] == ["J-1"])


def listens(host: str | None, port: int | None) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def test_a_process_of_the_plain_host_loads_neither_nameko_nor_eventlet(plain_city, wait_for):
    stop(plain_city.services["housing"], wait_for)
    plain_city.services["housing"] = spied = Child(
        "housing",
        [sys.executable, "-P", "-c", SPY, "housing"],
        log=plain_city.home / "spied.log",
        env=plain_city.environments["housing"],
    )
    spied.start()
    plain_city.wait_ready("housing")
    plain_city.seal("J-1", "封", key="spied").raise_for_status()
    wait_for(lambda: plain_city.all("housing", "sites"))

    stop(spied, wait_for)

    loaded = set(spied.log.read_text().partition("LOADED ")[2].split())
    assert {"liandong", "pika", "pymongo", "cheroot"} <= loaded
    assert loaded & NAMEKO == set()


def test_the_command_runs_a_department_plainly(plain_city, wait_for):
    stop(plain_city.services["housing"], wait_for)
    plain_city.services["housing"] = Child(
        "housing",
        [str(Path(sys.executable).with_name("liandong")), "run", "housing", "--plain"],
        log=plain_city.home / "command.log",
        env=plain_city.environments["housing"],
        cwd=plain_city.home,  # `python -m` searches the current folder first
    )

    plain_city.services["housing"].start()
    plain_city.wait_ready("housing")

    assert '"host": "plain"' in plain_city.services["housing"].last_lines()
    stop(plain_city.services["housing"], wait_for)
