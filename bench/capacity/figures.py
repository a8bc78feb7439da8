"""Service times of the pipeline, as measured by the benchmark."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import BenchError

NEWEST = Path(".local/bench.json")
KEPT = Path(__file__).parent / "measured.json"
KIT = "kit"
BENCH = "bench"
NOTE = "note"  # a remark on the benchmark's figures; dropped with newer figures
PREPARING = ("envelope", "signature", "validate", "send and receive")
NEEDED = ("one_process", "ceilings", "stages", "machine", "sizes")


@dataclass(frozen=True, slots=True)
class Figures:
    """Service times: processor time in µs per event, waits for the disk in seconds.

    `turn_s` is the fixed time of each round of a process, independent of the number of events. It
    is the only fitted figure; all others are measured.
    """

    cores: int
    broker_us: float
    store_us: float
    publisher_us: float
    preparing_us: float
    handling_us: float
    act_us: float
    act_store_us: float
    flush_s: float
    turn_s: float = 0.0


def figures_of(measured: dict[str, Any]) -> Figures:
    """Derive the service times from the measurements."""
    bench, kit = measured[BENCH], measured[KIT]
    stages, ceilings = bench["stages"], bench["ceilings"]
    each, subscriber = bench["one_process"]["cpu_us_per_event"], stages["subscriber"]
    preparing = sum(subscriber.get(stage, 0.0) for stage in PREPARING) / sum(subscriber.values())
    return Figures(
        cores=int(bench["machine"]["cores"]),
        broker_us=each["broker"],
        store_us=each["store"],
        publisher_us=each["publisher"],
        preparing_us=each["subscriber"] * preparing,
        handling_us=each["subscriber"] * (1 - preparing),
        act_us=kit["act_us"],
        act_store_us=kit["act_store_us"],
        flush_s=flush_s(ceilings["single_writes"], ceilings["bulk_writes_500"]),
    )


def flush_s(single_per_s: float, bulk_per_s: float, bulk: int = 500) -> float:
    """Return the fixed seconds of a durable transaction, independent of the number of events.

    One event takes `fixed + each`, a bulk takes `fixed + bulk * each`.
    """
    single, together = 1 / single_per_s, bulk / bulk_per_s
    each = (together - single) / (bulk - 1)
    return max(0.0, single - each)


def kept() -> dict[str, Any]:
    """Read the committed figures, `measured.json`."""
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def complete(newest: Path) -> dict[str, Any]:
    """Return the committed figures, updated by the newest of the benchmark if that file exists.

    Raises `BenchError` if figures are missing.
    """
    measured: dict[str, Any] = kept() if KEPT.exists() else {}
    if newest.exists():
        bench = json.loads(newest.read_text(encoding="utf-8"))
        if missing := [name for name in NEEDED if name not in bench]:
            raise BenchError(
                f"{newest} has no {', '.join(missing)}: run `python -m bench --only one_process "
                "--only ceilings --only stages`, or the whole bench."
            )
        measured[BENCH] = {name: bench[name] for name in NEEDED}
        measured.pop(NOTE, None)
    if missing := [name for name in (BENCH, KIT) if name not in measured]:
        raise BenchError(
            f"There are no figures of {' and '.join(missing)}: run `python -m bench`, "
            "then `python -m bench.capacity measure`."
        )
    return measured


def keep(measured: dict[str, Any]) -> None:
    """Write the figures to `measured.json`."""
    text = json.dumps(measured, ensure_ascii=False, indent=2, sort_keys=True)
    KEPT.write_text(text + "\n", encoding="utf-8")
