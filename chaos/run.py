"""A whole run: start, load, faults, drain, verdict."""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from chaos.city_town import SUBSCRIBERS, CityTown, Load
from chaos.drain import Drain, Watch
from chaos.faults import Scene
from chaos.findings import CLOSED, SEALED, Findings, find
from chaos.hostile import HOSTILE
from chaos.injector import Injector
from chaos.recovery import finish_load, recover_servers
from chaos.rogue import Rogue
from chaos.schedule import Fault, plan
from chaos.sizes import Size
from chaos.tap import Door, make_tap
from chaos.truth import Books
from liandong.amqp.topology import exchange_of, inbox_of
from shared.local.errors import LocalError

LEAD_S = 1.0
STALLED_S = 90.0
QUIET_S = 2.0
LANES_S = 20.0
Tell = Callable[[str], None]


def run_city(home: Path, seed: int, size: Size, tell: Tell) -> dict[str, Any]:
    """Run the platform's engine under faults and judge it; tell what the report shows."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    # what is written by housing counts too: a fifth more than the acts
    load = Load(seed, size.events, size.subjects, size.events / size.span_s)
    city = CityTown(home, load)
    try:
        return _run(city, seed, size, tell)
    finally:
        city.town.stop()


def _run(city: CityTown, seed: int, size: Size, tell: Tell) -> dict[str, Any]:
    began = time.monotonic()
    city.start()
    tell(f"the city is ready after {time.monotonic() - began:.1f} s")
    town = city.town
    make_tap(town.broker.url(), [exchange_of(name) for name in ("water", "housing")])
    doors = {name: Door(inbox_of(name)) for name in SUBSCRIBERS}
    hostile_url = town.account(HOSTILE)
    rogue = Rogue(town.broker.url(), town.direct_mongo_url, city.keys, doors, hostile_url)
    faults = plan(seed, size.faults, size.span_s, city.targets())
    city.begin()
    town.pause(LEAD_S)
    injector = Injector(Scene(town, rogue, city), faults, tell)
    took_s = injector.run()
    tell(f"{injector.done} faults in {took_s:.0f} s; the load goes on until all is acted")
    recover_servers(town)
    books = Books(town.direct_mongo_url)
    drain = _drain(city, rogue, books, tell)
    found = find(books, city.journals, rogue.poison, rogue.hostile)
    waiting = {name: len(books.lanes(name)) for name in SUBSCRIBERS}
    books.close()
    clean = found.clean and not any(waiting.values())
    fell = {name: process.fell for name, process in town.processes.items()}
    return {
        **_row(seed, faults, found, drain),
        "clean": clean,
        "seconds": round(time.monotonic() - began, 1),
        "seconds_of_faults": round(took_s, 1),
        "copies_sent": rogue.copies,
        "sent_ahead_of_the_relay": rogue.ahead,
        "misdeeds_failed": [*rogue.failed, *town.orders_failed],
        "lanes_left": waiting,
        "ended_by_themselves": fell,
    }


def _drain(city: CityTown, rogue: Rogue, books: Books, tell: Tell) -> Drain:
    """Let the load end and the backlog drain; what comes twice may come late, so wait a little."""
    watch = Watch(
        lambda: {name: books.count_heard(name) for name in SUBSCRIBERS}, lambda: _due(books)
    )
    finish_load(city.town, rogue, city.load_is_done)
    tell("all acts are answered")
    drain = watch.wait(city.town.pause, tell, stalled_s=STALLED_S)
    tell(f"{drain.backlog} effects in {drain.seconds:.1f} s; left: {drain.left}")
    city.town.pause(QUIET_S)
    with suppress(LocalError):
        city.town.wait(lambda: not _lanes(books), "no event waits in a lane", LANES_S)
    return drain


def _lanes(books: Books) -> int:
    return sum(len(books.lanes(name)) for name in SUBSCRIBERS)


def _due(books: Books) -> dict[str, int]:
    sealed, closed = books.count_told("water", SEALED), books.count_told("housing", CLOSED)
    return {"housing": sealed, "archive": sealed + closed}


def _row(seed: int, faults: list[Fault], found: Findings, drain: Drain) -> dict[str, Any]:
    kinds = sorted({fault.kind for fault in faults})
    tallies = {
        name: {
            "told": tally.told,
            "lost": tally.lost,
            "doubled": tally.doubled,
            "disordered": tally.disordered,
            "examples": tally.examples,
        }
        for name, tally in found.tallies.items()
    }
    return {
        "seed": seed,
        "faults": len(faults),
        "events": found.events,
        "lost": found.sum_of("lost"),
        "doubled": found.sum_of("doubled"),
        "disordered": found.sum_of("disordered"),
        "altered": found.altered,
        "faults_by_kind": {kind: sum(one.kind == kind for one in faults) for kind in kinds},
        "drain": drain.as_row(),
        "poison": found.poison,
        "hostile": found.hostile,
        "tallies": tallies,
    }
