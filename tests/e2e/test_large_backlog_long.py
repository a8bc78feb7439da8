"""A paused department accumulates a backlog of large plots while servers fail.

Run with `--long`, or with `make proofs`. LIANDONG_BACKLOG_PLOTS sets another number of plots;
LIANDONG_OTHER_STORE names the program of another embedded store server to test.
"""

import math
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from acts import done, effects, eventually
from upkeep import failing, platform_in

from demo.client import ApiAnswer, City, Json, until
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.processes.probe import ready_at
from shared.local.store import EmbeddedStore, find_program
from shared.local.supervisor import LocalPlatform
from shared.vocabulary.divisions import divisions
from shared.vocabulary.geometry import area_m2

PLOTS = int(os.environ.get("LIANDONG_BACKLOG_PLOTS", "2000"))
OTHER_STORES = [Path(name) for name in [os.environ.get("LIANDONG_OTHER_STORE")] if name]
COUNTY = "140728"
CORNERS = 3_000
RADIUS, STEP = 0.0005, 0.002  # degrees: no two plots touch
IN_A_ROW = 50
CLERKS = 4
PATIENCE_S = 180.0
DRAINED_S = 1_800.0
PAUSED, BUSY = "natural_resources", "environment"


class OtherStore(EmbeddedStore):
    """Another implementation of the embedded server, which has no size limit of its log file."""

    def _command(self) -> list[str]:
        command = super()._command()
        place = command.index("--log-file-max")
        return command[:place] + command[place + 2 :]


@pytest.fixture(params=[find_program(), *OTHER_STORES], ids=lambda program: program.name)
def own_platform(request, tmp_path, host_module) -> Iterator[LocalPlatform]:
    """A platform for this test only, whose servers and departments it may kill."""
    started = platform_in(tmp_path, host_module, lambda home: create_dev_keys(home, system_clock()))
    if request.param in OTHER_STORES:
        started.store = OtherStore(started.home / "store", program=request.param)
    with started:
        yield started


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_a_large_backlog_takes_effect_whole_and_nobody_else_waits_for_it(own_platform):
    with City(own_platform.addresses, own_platform.home) as city:
        paused = own_platform.services[PAUSED]
        os.kill(paused.pid, signal.SIGSTOP)
        began = time.monotonic()
        register_all(own_platform, city)
        registered = time.monotonic()
        eventually(lambda: len(suspected(city, "agriculture")), PLOTS, PATIENCE_S)

        os.kill(paused.pid, signal.SIGCONT)
        eventually(lambda: len(suspected(city, PAUSED)) >= PLOTS // 4, True, DRAINED_S)
        revive(own_platform, PAUSED)
        eventually(lambda: len(suspected(city, PAUSED)) >= PLOTS // 2, True, DRAINED_S)
        revive_store(own_platform)
        eventually(lambda: len(suspected(city, PAUSED)), PLOTS, DRAINED_S)
        drained = time.monotonic()

        print(f"{PLOTS} plots: {registered - began:.0f} s, then {drained - registered:.0f} s")  # noqa: T201  a long proof prints its figures
        for number in range(PLOTS):
            hold = city[PAUSED].get(f"/v1/holds/{code(number)}")
            assert hold.body["kind"] == "疑似污染"
            assert len(hold.body["area"]["coordinates"][0]) == CORNERS + 1
        for name in own_platform.services:
            assert failing(city, name) == []
            assert ready_at(own_platform.addresses[name])()
        marks = effects(city, PAUSED)
        assert len({mark["id"] for mark in marks}) == len(marks)


def register_all(platform: LocalPlatform, city: City) -> None:
    """Let clerks register and suspect every plot while servers and their own service fail."""
    faults = {
        PLOTS // 4: lambda: revive_store(platform),
        PLOTS // 2: lambda: revive_broker(platform),
        PLOTS * 3 // 4: lambda: revive(platform, BUSY),
    }
    entered = threading.Semaphore(0)

    def record(number: int) -> None:
        enter(city, "/v1/plots", plot(number))
        said = {"reason": "某某焦化厂旧址", "suspected_on": "2026-11-01"}
        enter(city, f"/v1/plots/{code(number)}/suspicion", said)
        entered.release()

    with ThreadPoolExecutor(CLERKS) as clerks:
        acts = [clerks.submit(record, number) for number in range(PLOTS)]
        for number in range(1, PLOTS + 1):
            assert entered.acquire(timeout=PATIENCE_S), faults_of(acts)
            if number in faults:
                faults[number]()
    for act in acts:
        act.result()


def faults_of(acts: list[Future[None]]) -> list[BaseException | None]:
    """Return the exceptions that stopped the clerks."""
    return [act.exception() for act in acts if act.done() and act.exception()]


def enter(city: City, path: str, body: Json) -> None:
    """Send a command with one idempotency key until it is answered, as a clerk's system does."""
    key = path + body.get("plot_code", "")
    answer = until(lambda: answered(city, path, body, key), PATIENCE_S)
    assert answer is not None, path
    done(answer)


def answered(city: City, path: str, body: Json, key: str) -> ApiAnswer | None:
    """Send a command once; return None while the service, its store or its broker is away."""
    try:
        answer = city[BUSY].post(path, body, key=key)
    except httpx.TransportError:
        return None
    return answer if answer.status < httpx.codes.INTERNAL_SERVER_ERROR else None


def plot(number: int) -> Json:
    """Make a round plot with as many corners as a surveyed border has."""
    lon, lat = divisions()[COUNTY].seat
    lon += STEP * (number % IN_A_ROW - IN_A_ROW // 2)
    lat += STEP * (number // IN_A_ROW - PLOTS // IN_A_ROW // 2)
    turns = (2 * math.pi * corner / CORNERS for corner in range(CORNERS))
    ring = [
        [round(lon + RADIUS * math.cos(turn), 9), round(lat + RADIUS * math.sin(turn), 9)]
        for turn in turns
    ]
    area: Json = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {
        "plot_code": code(number),
        "name": "某某焦化厂地块",
        "county": COUNTY,
        "area": area,
        "area_m2": round(area_m2(area), 1),
    }


def code(number: int) -> str:
    return f"{COUNTY}-{number + 1:04d}"


def suspected(city: City, department: str) -> set[str]:
    """Return the plots whose suspicion a department applied; none while it is unavailable."""
    try:
        marks = effects(city, department)
    except httpx.HTTPError:
        return set()
    return {mark["subject"] for mark in marks if ".plot.suspected." in mark["type"]}


def revive_store(platform: LocalPlatform) -> None:
    """Kill the store server, and restart it on its data."""
    store = platform.store
    assert store is not None
    store.kill()
    store.start()
    store.release_transactions()


def revive_broker(platform: LocalPlatform) -> None:
    """Kill the broker, and restart it on its data."""
    broker = platform.broker
    assert broker is not None
    broker.sync_to_disk()
    broker.kill()
    broker.start()


def revive(platform: LocalPlatform, department: str) -> None:
    """Kill a department, and restart it."""
    service = platform.services[department]
    service.kill()
    assert platform.store is not None
    platform.store.release_transactions()
    service.start()
    ready = ready_at(platform.addresses[department])
    service.wait_until(ready, deadline_s=90, what="it was ready")
