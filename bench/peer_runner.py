"""Measures one peer: its subscriber and publisher as processes in its virtual environment."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pika
from pika.exceptions import AMQPError

from bench.errors import BenchError
from bench.process_usage import Meter, numbered_names
from bench.result import Throughput, percentile
from bench.servers import Room
from bench.venvs import python_of
from bench.wait_for_effects import Sample, connect, stay_idle, wait_until, wait_until_all
from bench.workload import events
from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment

ROOT = Path(__file__).parent.parent
QUEUES = {"nameko": "evt-registry-plot_recorded--mirror.on_plot_recorded"}
QUEUE = "plots"
PROCESSES = {"nameko": 2, "faststream": 2}  # the others start one worker per core
START_S = 30.0
SLOWEST_PER_S = 50.0


def throughput(peer: str, room: Room, count: int, subjects: int) -> Throughput:
    """Measure the throughput of `count` committed events."""
    work = list(events(count, subjects))
    with connect(room.mongo_url) as mongo, _running(peer, room, 0) as (publisher, subscribers):
        _commit(mongo, work)
        _ready(peer, room, publisher, subscribers)
        pids = numbered_names("subscriber", [child.pid for child in subscribers])
        meter = Meter(room.pids | {"publisher": publisher.pid} | pids)
        last = {event["id"]: event["sequence"] for event in work[-subjects:]}
        sample = Sample("inbox", "sequence", last)
        inbox = mongo["bench_mirror"]["inbox"]
        start = room.go()
        alive = _alive(publisher, *subscribers)
        deadline_s = 30 + count / SLOWEST_PER_S
        end = wait_until_all(
            mongo["bench_mirror"],
            sample,
            lambda: bool(inbox.count_documents({}) >= count),
            alive,
            deadline_s,
        )
        _check(mongo, count, subjects)
        used = meter.cpu_us_per_event(count)
        return Throughput(count, end - start, used, meter.memory_mb())


def latency(peer: str, room: Room, rate: int, seconds: float, subjects: int) -> dict[str, float]:
    """Measure the latency from act to effect at a constant rate; median and 99th percentile."""
    work = list(events(int(rate * seconds), subjects))
    (room.folder / "acts.json").write_text(json.dumps(work))
    with connect(room.mongo_url) as mongo, _running(peer, room, rate) as (publisher, subscribers):
        _prepare(mongo)
        _ready(peer, room, publisher, subscribers)
        room.go()
        alive = _alive(publisher, *subscribers)
        stay_idle(seconds, alive)
        inbox = mongo["bench_mirror"]["inbox"]
        wait_until(
            lambda: inbox.count_documents({}) == len(work),
            alive,
            seconds + 30,
            f"all {len(work)} acts took effect",
        )
        acts = {
            row["event"]["id"]: row["event"]["time"]
            for row in mongo["bench_registry"]["outbox"].find()
        }
    return _percentiles(room.folder, acts)


def _percentiles(folder: Path, acts: dict[str, str]) -> dict[str, float]:
    took = [
        (float(at) - datetime.fromisoformat(acts[key]).timestamp()) * 1000
        for file in folder.glob("stamps.*")
        for key, at in (line.split() for line in file.read_text().splitlines())
    ]
    return {"p50_ms": round(percentile(took, 0.5), 1), "p99_ms": round(percentile(took, 0.99), 1)}


@contextmanager
def _running(peer: str, room: Room, rate: float) -> Iterator[tuple[Child, list[Child]]]:
    """Yield the publisher and the subscriber's processes, not started; stop them after."""
    environment = child_environment(
        {
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "BENCH_AMQP_URL": room.amqp_url,
            "BENCH_MONGO_URL": room.mongo_url,
            "BENCH_FOLDER": str(room.folder),
            "BENCH_RATE": str(rate),
        }
    )
    with ExitStack() as stack:
        children = []
        parts = ["publish", *["subscribe"] * PROCESSES.get(peer, 1)]
        for number, part in enumerate(parts):
            command = [str(python_of(peer)), "-m", f"bench.peers.{peer}", part]
            log = room.folder / f"{part}.{number}.log"
            child = Child(f"{peer} {part}", command, log=log, env=environment, cwd=room.folder)
            stack.callback(child.stop, 5.0)
            children.append(child)
        yield children[0], children[1:]


def _prepare(mongo: Any) -> None:
    for name in ("inbox", "plots"):
        mongo["bench_mirror"].create_collection(name)
    mongo["bench_registry"].create_collection("outbox")


def _commit(mongo: Any, work: list[dict[str, Any]]) -> None:
    _prepare(mongo)
    rows = [{"_id": number, "event": event} for number, event in enumerate(work)]
    mongo["bench_registry"]["outbox"].insert_many(rows)


def _ready(peer: str, room: Room, publisher: Child, subscribers: list[Child]) -> None:
    """Start the subscriber, wait until it consumes, then start the publisher until it is ready."""
    queue = QUEUES.get(peer, QUEUE)
    for number, child in enumerate(subscribers, 1):
        child.start()
        reads = partial(is_consumed, room.amqp_url, queue, number)
        wait_until(reads, _alive(child), START_S, f"process {number} of {peer} consumes")
    publisher.start()
    held = room.folder / "held"
    wait_until(held.exists, _alive(publisher), START_S, f"the publisher of {peer} is ready")


def is_consumed(amqp_url: str, queue: str, least: int = 1) -> bool:
    """Return whether a queue exists and has at least `least` consumers."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    try:
        asked = connection.channel().queue_declare(queue, passive=True)
        return bool(asked.method.consumer_count >= least)
    except AMQPError:
        return False
    finally:
        if connection.is_open:
            connection.close()


def _alive(*children: Child) -> Any:
    def check() -> None:
        for child in children:
            if child.exit_code not in (None, 0):
                raise BenchError(
                    f"{child.name} ended with code {child.exit_code}. The end of {child.log}:\n"
                    f"{child.last_lines()}\nRemove .local/bench/venvs and try again."
                )

    return check


def _check(mongo: Any, count: int, subjects: int) -> None:
    """Raise `BenchError` if the work was not completed."""
    inbox = mongo["bench_mirror"]["inbox"].count_documents({})
    plots = mongo["bench_mirror"]["plots"].count_documents({})
    if (inbox, plots) != (count, min(subjects, count)):
        raise BenchError(f"{inbox} effects on {plots} plots instead of {count} on {subjects}")
