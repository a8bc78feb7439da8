"""Processor time per event, by process, and by stage within the platform's processes."""

import json
from pathlib import Path
from typing import Any

from bench import platform_runner
from bench.publisher_subscriber import PUBLISHER, SUBSCRIBER
from bench.servers import Room

SUBJECTS = 500


def measure(room: Room, count: int) -> dict[str, Any]:
    """Run a flow with sampling; return microseconds of processor time per event."""
    flow = platform_runner.throughput(room, count, SUBJECTS, BENCH_SAMPLE="1")
    found: dict[str, Any] = {"per_process": flow.cpu_us_per_event}
    names = {PUBLISHER: "publisher", SUBSCRIBER: "subscriber"}
    for department, role in names.items():
        file = room.folder / f"{department}.stages.json"
        found[role] = shares(file, flow.cpu_us_per_event[role])
    return found


def shares(file: Path, whole: float) -> dict[str, float]:
    """Divide the time of a process by its samples per stage, largest first."""
    counted: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    total = sum(counted.values()) or 1
    ranked = sorted(counted.items(), key=lambda pair: -pair[1])
    return {stage: round(whole * samples / total, 1) for stage, samples in ranked}
