"""Measures this platform: two departments as processes, as in production."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import BenchError
from bench.peer_runner import is_consumed
from bench.publisher_subscriber import (
    MIRROR,
    SUBSCRIBER,
    PublisherSubscriber,
    publisher_subscriber,
)
from bench.result import Throughput, percentile
from bench.servers import Room
from bench.wait_for_effects import Sample, connect, stay_idle, wait_until, wait_until_all
from bench.workload import plots
from liandong.amqp.topology import inbox_queues_of

SLOWEST_PER_S = 200.0
SLOWEST_ACTS_PER_S = 20.0
FEW = 2_000
SUBJECTS = 1_000  # of acts at a rate, the same as in city/constant_rate_load.py


@dataclass(frozen=True, slots=True)
class SetUp:
    """The setup of the two departments: host, inbox partitions and subscriber processes."""

    plain: bool = False
    partitions: int = 1
    processes: int = 1


ONE_PROCESS = SetUp()


def throughput(
    room: Room, count: int, subjects: int, setup: SetUp = ONE_PROCESS, **orders: str
) -> Throughput:
    """Measure the throughput of `count` committed events.

    Before the relay starts, all processes are connected to the store, and the subscriber to the
    broker. The relay's lease, its connection and its first read are part of the measured time.
    """
    with _subscribed(room, setup, BENCH_HOLD="1", **orders) as (mongo, both):
        both.publish(sign="held")
        both.commit(count, subjects)
        _await_readers(room, setup.partitions, both)
        return flow(both, mongo[MIRROR], count, subjects)


@contextmanager
def _subscribed(
    room: Room, setup: SetUp, **orders: str
) -> Iterator[tuple[Any, PublisherSubscriber]]:
    """Yield the store and the departments, with the subscriber's processes started."""
    with (
        connect(room.mongo_url) as mongo,
        publisher_subscriber(room, plain=setup.plain, **orders) as both,
    ):
        if setup.partitions > 1:
            both.split(setup.partitions)
        both.subscribe(setup.processes)
        yield mongo, both


def _await_readers(room: Room, partitions: int, both: PublisherSubscriber) -> None:
    """Wait until every queue has a consumer, so that no idle partition is measured."""
    queues = inbox_queues_of(SUBSCRIBER, partitions)
    what = f"the inbox has {partitions} queues that are read"
    wait_until(
        lambda: all(is_consumed(room.amqp_url, queue) for queue in queues), both.alive, 30, what
    )


def flow(both: PublisherSubscriber, mirror: Any, count: int, subjects: int) -> Throughput:
    """Start the relay, wait until all events took effect, and check that each did so once."""
    wanted = expected_counts(count, subjects)

    def complete() -> bool:
        """Compare the plots if they are few, else count the marks."""
        if subjects > FEW:
            return bool(mirror["inbox"].count_documents({}) >= count)
        return _counts_in(mirror) == wanted

    meter = both.meter()
    sample = Sample("plots", "told", wanted)
    start = both.room.go()
    end = wait_until_all(mirror, sample, complete, both.alive, 30 + count / SLOWEST_PER_S)
    used, memory = meter.cpu_us_per_event(count), meter.memory_mb()
    check(mirror, wanted)
    return Throughput(count, end - start, used, memory)


def expected_counts(count: int, subjects: int) -> dict[str, int]:
    """Return the expected number of events by plot code."""
    codes = [plot["plot_code"] for plot in plots(min(count, subjects), subjects)]
    return {code: (count - number - 1) // subjects + 1 for number, code in enumerate(codes)}


def check(mirror: Any, wanted: dict[str, int]) -> None:
    """Raise `BenchError` unless each event took effect exactly once."""
    if _counts_in(mirror) != wanted:
        raise BenchError("some events took effect twice or not at all: the figure means nothing")


def _counts_in(mirror: Any) -> dict[str, int]:
    return {row["_id"]: row["told"] for row in mirror["plots"].find({}, {"told": 1})}


def latency(room: Room, rate: int, seconds: float, setup: SetUp = ONE_PROCESS) -> dict[str, float]:
    """Measure the latency from act to effect while clerks act at a constant rate.

    `p50_ms` and `p99_ms` are from the event's time, at the start of the act's transaction, to the
    acknowledged commit of the effect; `from_due_…` are from the act's due time; `late_…` is the
    delay of acts because the machine or the publisher did not keep up.
    """
    orders = {"BENCH_STAMPS": "1", "BENCH_RATE": str(rate), "BENCH_SECONDS": str(seconds)}
    count = int(rate * seconds)
    with _subscribed(room, setup, **orders) as (mongo, both):
        both.publish(sign="acting")
        _await_readers(room, setup.partitions, both)
        (room.folder / "act").touch()
        stay_idle(seconds, both.alive)
        inbox = mongo[MIRROR]["inbox"]
        wait_until(
            lambda: inbox.estimated_document_count() >= count,
            both.alive,
            60 + count / SLOWEST_ACTS_PER_S,
            f"all {count} acts at {rate} a second took effect",
        )
        check(mongo[MIRROR], expected_counts(count, SUBJECTS))
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
