"""Growth curves of the platform: speed and memory by partitions, subjects and history."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bench import platform_runner, seeded_history
from bench.comparison import HOME
from bench.machine import machine
from bench.publisher_subscriber import MIRROR, REGISTRY, publisher_subscriber
from bench.result import Throughput
from bench.servers import Room, Rooms, servers
from bench.wait_for_effects import connect

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Curves:
    """The points of each curve, and the number of events per point."""

    events: int
    partitions: tuple[int, ...]
    subjects: tuple[int, ...]
    history: tuple[int, ...]


FULL = Curves(10_000, (1, 2, 4, 8), (100, 1_000, 10_000, 100_000), (0, 100_000, 1_000_000))
QUICK = Curves(5_000, (1, 4), (100, 5_000), (0, 50_000))
USUAL_SUBJECTS = 1_000


def grow(curves: Curves, say: Say) -> dict[str, Any]:
    """Measure every point of every curve on a fresh virtual host and store."""
    found: dict[str, Any] = {}
    say("Starting the broker …")
    with servers(HOME) as rooms:
        found["machine"] = machine(rooms.broker.ctl("version").strip())
        for name, points in (
            ("partitions", curves.partitions),
            ("subjects", curves.subjects),
            ("history", curves.history),
        ):
            found[name] = [_point(rooms, name, point, curves.events, say) for point in points]
    return found


def _point(rooms: Rooms, curve: str, point: int, count: int, say: Say) -> dict[str, Any]:
    say(f"{curve} {point:,}: {count} events …")
    with rooms.room(f"growth.{curve}.{point}") as room:
        flow = MEASURES[curve](room, count, point)
    say(f"  {flow.events_per_s:,.0f} events a second; memory in MB: {flow.memory_mb}")
    return {"at": point, "events_per_s": flow.events_per_s, **asdict(flow)}


def _partitions(room: Room, count: int, partitions: int) -> Throughput:
    setup = platform_runner.SetUp(partitions=partitions, processes=min(partitions, 2))
    return platform_runner.throughput(room, count, USUAL_SUBJECTS, setup)


def _subjects(room: Room, count: int, subjects: int) -> Throughput:
    return platform_runner.throughput(room, max(count, subjects), subjects)


def _history(room: Room, count: int, rows: int) -> Throughput:
    """Measure with `rows` old events already in the outbox and the inbox."""
    with connect(room.mongo_url) as mongo, publisher_subscriber(room, BENCH_HOLD="1") as both:
        both.subscribe()
        both.publish(sign="held")
        both.commit(count, USUAL_SUBJECTS)
        seeded_history.seed_history(mongo[REGISTRY], mongo[MIRROR], rows)
        return platform_runner.flow(both, mongo[MIRROR], count, USUAL_SUBJECTS)


MEASURES: dict[str, Callable[[Room, int, int], Throughput]] = {
    "partitions": _partitions,
    "subjects": _subjects,
    "history": _history,
}
