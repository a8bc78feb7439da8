"""Draws the charts: `chart.py <bench.json> <growth.json> <folder>`; needs matplotlib."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "liandong",
        "font.family": "DejaVu Sans",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)

from matplotlib import pyplot as plt

OURS, PEER, CEILING = "#0b6e4f", "#8d99ae", "#d9c5a0"
OURS_NAMES = {
    "ours": "Liandong",
    "plain": "Liandong, plain runner",
    "one_process": "Liandong, one process",
}
CEILINGS = {
    "bare_publish": "RabbitMQ alone: publish, confirmed",
    "bare_consume": "RabbitMQ alone: consume",
    "bulk_writes_500": "store alone: 500 events a transaction",
    "bulk_writes_200": "store alone: 200 events a transaction",
    "single_writes": "store alone: one event a transaction",
}
PEERS = {
    "nameko": "nameko events",
    "faststream": "FastStream",
    "celery": "Celery",
    "dramatiq": "Dramatiq",
}
CURVES = {
    "partitions": "inbox partitions",
    "subjects": "subjects",
    "history": "rows already in outbox and inbox",
}


def bars(found: dict[str, Any]) -> list[tuple[str, float, str]]:
    """Return (label, events per second, colour), slowest first."""
    rows = [(PEERS[name], peer["events_per_s"], PEER) for name, peer in found["peers"].items()]
    for key, label in OURS_NAMES.items():
        if key in found:
            rows.append((label, found[key]["events_per_s"], OURS))
    rows += [(CEILINGS[key], speed, CEILING) for key, speed in found.get("ceilings", {}).items()]
    return sorted(rows, key=lambda row: row[1])


def compare(found: dict[str, Any], file: Path) -> None:
    """Draw events per second as horizontal bars on a logarithmic axis."""
    rows = bars(found)
    figure, axes = plt.subplots(figsize=(9, 0.45 * len(rows) + 1.2), layout="constrained")
    drawn = axes.barh(
        [row[0] for row in rows], [row[1] for row in rows], color=[row[2] for row in rows]
    )
    axes.bar_label(drawn, [f"{row[1]:,.0f}" for row in rows], padding=4)
    axes.set_xscale("log")
    axes.set_xlim(left=min(row[1] for row in rows) / 3, right=max(row[1] for row in rows) * 3)
    axes.set_xlabel("events per second from commit to effect, logarithmic; longer is faster")
    axes.tick_params(axis="y", length=0)
    _save(figure, file)


def grow(found: dict[str, Any], file: Path) -> None:
    """Draw for each growth curve the throughput, and below it the memory."""
    figure, grid = plt.subplots(
        2, len(CURVES), figsize=(11, 5.5), layout="constrained", sharey="row", squeeze=False
    )
    for column, (key, label) in enumerate(CURVES.items()):
        points = found[key]
        ticks = [f"{point['at']:,}" for point in points]
        speed, memory = grid[0][column], grid[1][column]
        speed.plot(ticks, [point["events_per_s"] for point in points], "o-", color=OURS)
        for process in ("broker", "store", "publisher", "subscriber"):
            memory.plot(
                ticks, [point["memory_mb"][process] for point in points], "o-", label=process
            )
        memory.set_xlabel(label)
    for row, key in enumerate(("events per second", "memory, MB")):
        grid[row][0].set_ylim(bottom=0, top=grid[row][0].get_ylim()[1] * 1.05)
        grid[row][0].set_ylabel(key)
    figure.legend(*grid[1][0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)


if __name__ == "__main__":
    comparison, growth, folder = (Path(argument) for argument in sys.argv[1:4])
    ending = sys.argv[4] if len(sys.argv) > 4 else "svg"
    compare(json.loads(comparison.read_text()), folder / f"benchmarks.{ending}")
    if growth.exists():
        grow(json.loads(growth.read_text()), folder / f"growth.{ending}")
