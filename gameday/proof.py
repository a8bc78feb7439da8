"""The proof after an exercise: nothing lost, nothing allowed, no clock missed."""

import time
from collections.abc import Sequence
from typing import Any

import httpx

from demo.client import City
from gameday.exercise import Scene
from gameday.mark_audit import Tally, judge
from gameday.obligation_oracle import OVERDUE, differences, owed_by
from shared.clock.drill import OffsetClock
from testbed.database_reader import Books, hears
from testbed.load_generator import Clerk, Done

SETTLED_S = 120.0
LOOKED_S = 15.0
REPEATED = 150
EXAMPLES = 5
Row = dict[str, Any]


def prove(scene: Scene, clerks: Sequence[Clerk]) -> Row:
    """Wait until all is at rest, and compare; each check is written down."""
    record = scene.record
    with Books(scene.town.platform.mongo_url) as books:
        scene.await_that("outboxes and lanes are empty", lambda: not books.waiting(), SETTLED_S)
        scene.await_that("every probe of the gate is decided", scene.gates.settled, SETTLED_S)
        scene.await_that("all events took effect", lambda: _tally(scene, books).clean, SETTLED_S)
        tally = _tally(scene, books)
        clocks = _clocks(scene, books)
    done = [deed for clerk in clerks for deed in clerk.done]
    gone = _not_known_any_more(scene.city, done)
    left = sum(len(clerk.left_open) for clerk in clerks)
    record.check("every act that was answered is still known", not gone, detail="; ".join(gone))
    record.check("every act was answered in the end", not left)
    probes = [probe.as_row() for probe in scene.gates.probes]
    record.check(
        "no forbidden act was allowed", all(request.closed for request in scene.gates.probes)
    )
    record.check(
        "every clock stands as the model says",
        not clocks["differences"],
        detail="; ".join(clocks["differences"]),
    )
    return {
        "acts": len(done),
        "tries": sum(clerk.tries for clerk in clerks),
        "refused": [_told(deed) for clerk in clerks for deed in clerk.refused][:EXAMPLES],
        "events": tally.events,
        "effects": tally.effects,
        "lost": tally.lost + len(gone),
        "doubled": tally.doubled,
        "disordered": tally.disordered,
        "examples": tally.examples,
        "probes": probes,
        "clocks": clocks,
    }


def _tally(scene: Scene, books: Books) -> Tally:
    return judge(books.told(), books.marks(), hears(), frozenset(scene.town.skewed))


def _clocks(scene: Scene, books: Books) -> Row:
    """Compare until the office has looked: it ticks once a second."""
    clock = OffsetClock(scene.town.home / "clocks" / "coordination")
    compared: Row = {}

    def same() -> bool:
        wanted = owed_by(books.events(), clock(), scene.record.corrected)
        found = scene.city["coordination"].items("/v1/obligations")
        compared.update(
            expected=len(wanted),
            overdue=sum(obligation.state == OVERDUE for obligation in wanted.values()),
            late=sum(obligation.late for obligation in wanted.values()),
            differences=differences(wanted, found)[:EXAMPLES],
        )
        return not compared["differences"]

    end = time.monotonic() + LOOKED_S
    while not same() and time.monotonic() < end:
        scene.town.pause(1.0)
    return compared


def _not_known_any_more(city: City, done: Sequence[Done]) -> list[str]:
    """Repeat acts under their keys: each must be told the same as before."""
    step = max(1, len(done) // REPEATED)
    found = []
    for deed in done[::step]:
        act = deed.act
        try:
            again = city[act.department].post(act.path, act.body, role=act.role, key=act.key)
        except (httpx.HTTPError, ValueError) as error:
            found.append(f"{act.path}: {error}")
            continue
        if not again.replayed or _names(again.body) != _names(deed.answer.body):
            found.append(f"{act.path}: answered {again.status} anew")
    return found[:EXAMPLES]


def _names(body: Row) -> Row:
    """Give what tells which thing an answer is about: its state may have changed meanwhile."""
    return {name: value for name, value in body.items() if name.endswith(("_id", "_code"))}


def _told(done: Done) -> str:
    detail = done.answer.body.get("detail", "")
    return f"{done.act.path}: {done.answer.status} {detail}"
