"""The upper bounds: broker and store alone, with bare drivers."""

import subprocess
import sys
from pathlib import Path

from bench.bare_store import writes_per_s
from bench.errors import BenchError
from bench.servers import Room
from shared.local.processes.environment import child_environment

ROOT = Path(__file__).parent.parent
ONE_BY_ONE = 20  # single-event transactions are measured with a twentieth of the events


def measure_upper_bounds(room: Room, count: int, subjects: int) -> dict[str, float]:
    """Measure each upper bound in events per second."""
    return {
        "bare_publish": _broker(room, "publish", count),
        "bare_consume": _broker(room, "consume", count),
        "bulk_writes_200": writes_per_s(room.mongo_url, "bulk200", 200, count, subjects),
        "bulk_writes_500": writes_per_s(room.mongo_url, "bulk500", 500, count, subjects),
        "single_writes": writes_per_s(room.mongo_url, "single", 1, count // ONE_BY_ONE, subjects),
    }


def _broker(room: Room, job: str, count: int) -> float:
    command = [sys.executable, "-P", "-m", "bench.bare_broker", job, str(count)]
    env = child_environment({"PYTHONPATH": str(ROOT), "BENCH_AMQP_URL": room.amqp_url})
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        raise BenchError(f"bare_broker {job} failed:\n{done.stderr[-2000:]}")
    return round(count / float(done.stdout), 1)
