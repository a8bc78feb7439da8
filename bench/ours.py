"""Measure this platform: two departments as processes, the way a city runs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import BenchError
from bench.pair import MIRROR, SUBSCRIBER, Pair, pair
from bench.result import Throughput, percentile
from bench.rival import consumed
from bench.servers import Room
from bench.watch import Sample, client, pass_time, until, until_all
from bench.workload import plots
from liandong.amqp.topology import inbox_queues_of

SLOWEST_PER_S = 200.0
SLOWEST_ACTS_PER_S = 20.0
FEW = 2_000
SUBJECTS = 1_000  # of the acts at a rate, as in city/acting.py


@dataclass(frozen=True, slots=True)
class SetUp:
    """How the two departments run: on which host, with how many queues and subscriber processes."""

    plain: bool = False
    partitions: int = 1
    processes: int = 1


ONE_PROCESS = SetUp()


def throughput(
    room: Room, count: int, subjects: int, setup: SetUp = ONE_PROCESS, **orders: str
) -> Throughput:
    """Measure how fast what lies committed takes effect.

    All processes are up, connected to the store and the subscriber to the broker, before the
    relay is let go; its lease, its connection to the broker and its first read are in the time.
    """
    with _subscribed(room, setup, BENCH_HOLD="1", **orders) as (mongo, both):
        both.publish(sign="held")
        both.commit(count, subjects)
        _await_readers(room, setup.partitions, both)
        return flow(both, mongo[MIRROR], count, subjects)


@contextmanager
def _subscribed(room: Room, setup: SetUp, **orders: str) -> Iterator[tuple[Any, Pair]]:
    """Give the store and the departments; the subscriber's processes run."""
    with client(room.mongo_url) as mongo, pair(room, plain=setup.plain, **orders) as both:
        if setup.partitions > 1:
            both.split(setup.partitions)
        both.subscribe(setup.processes)
        yield mongo, both


def _await_readers(room: Room, partitions: int, both: Pair) -> None:
    """Wait until every queue is read: no figure for partitions that are not."""
    queues = inbox_queues_of(SUBSCRIBER, partitions)
    what = f"the inbox has {partitions} queues that are read"
    until(lambda: all(consumed(room.amqp_url, queue) for queue in queues), both.alive, 30, what)


def flow(both: Pair, mirror: Any, count: int, subjects: int) -> Throughput:
    """Let the relay go, wait until everything took effect, and check that it did so once."""
    wanted = told(count, subjects)

    def complete() -> bool:
        """Look at the plots if they are few, else count the marks."""
        if subjects > FEW:
            return bool(mirror["inbox"].count_documents({}) >= count)
        return _told_in(mirror) == wanted

    meter = both.meter()
    sample = Sample("plots", "told", wanted)
    start = both.room.go()
    end = until_all(mirror, sample, complete, both.alive, 30 + count / SLOWEST_PER_S)
    used, memory = meter.cpu_us_per_event(count), meter.memory_mb()
    check(mirror, wanted)
    return Throughput(count, end - start, used, memory)


def told(count: int, subjects: int) -> dict[str, int]:
    """Tell how often the mirror must have been told of each plot."""
    codes = [plot["plot_code"] for plot in plots(min(count, subjects), subjects)]
    return {code: (count - number - 1) // subjects + 1 for number, code in enumerate(codes)}


def check(mirror: Any, wanted: dict[str, int]) -> None:
    """Refuse a figure for work that was not done exactly once."""
    if _told_in(mirror) != wanted:
        raise BenchError("some events took effect twice or not at all: the figure means nothing")


def _told_in(mirror: Any) -> dict[str, int]:
    return {row["_id"]: row["told"] for row in mirror["plots"].find({}, {"told": 1})}


def latency(room: Room, rate: int, seconds: float, setup: SetUp = ONE_PROCESS) -> dict[str, float]:
    """Measure from act to effect while clerks act at a constant rate, whatever each takes.

    `p50_ms` and `p99_ms` count from the time that the event tells, at the start of the act's own
    transaction, to the acknowledged commit of the effect; `from_due_…` from the act's due time;
    `late_…` tells how late acts began, because the machine or the publisher did not keep up.
    """
    orders = {"BENCH_STAMPS": "1", "BENCH_RATE": str(rate), "BENCH_SECONDS": str(seconds)}
    count = int(rate * seconds)
    with _subscribed(room, setup, **orders) as (mongo, both):
        both.publish(sign="acting")
        _await_readers(room, setup.partitions, both)
        (room.folder / "act").touch()
        pass_time(seconds, both.alive)
        inbox = mongo[MIRROR]["inbox"]
        until(
            lambda: inbox.estimated_document_count() >= count,
            both.alive,
            60 + count / SLOWEST_ACTS_PER_S,
            f"all {count} acts at {rate} a second took effect",
        )
        check(mongo[MIRROR], told(count, SUBJECTS))
    return _percentiles(room.folder, rate)


def _percentiles(folder: Path, rate: int) -> dict[str, float]:
    first = float((folder / "first").read_text())
    effects: dict[int, tuple[float, float]] = {}
    for line in (folder / "stamps").read_text().splitlines():
        record_no, told_at, effect_at = line.split()
        number = int(record_no.rpartition("-")[2])
        effects.setdefault(number, (float(told_at), float(effect_at)))
    from_event = [(effect - told_at) * 1000 for told_at, effect in effects.values()]
    from_due = [(at - first - number / rate) * 1000 for number, (_, at) in effects.items()]
    late = [due - event for due, event in zip(from_due, from_event, strict=True)]
    return {
        "p50_ms": round(percentile(from_event, 0.5), 1),
        "p99_ms": round(percentile(from_event, 0.99), 1),
        "from_due_p50_ms": round(percentile(from_due, 0.5), 1),
        "from_due_p99_ms": round(percentile(from_due, 0.99), 1),
        "late_p99_ms": round(percentile(late, 0.99), 1),
        "acts": len(from_event),
    }
