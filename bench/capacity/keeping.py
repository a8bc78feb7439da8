"""What events leave behind, by writing some through the kit on a store of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.errors import BenchError
from bench.pair import CITY, MIRROR, REGISTRY, ROOT
from shared.local.processes.environment import child_environment
from shared.local.store import EmbeddedStore

HOME = Path(".local/bench/keeping")
EVENTS = 20_000
PLOTS = (f"{REGISTRY}.plots", f"{MIRROR}.plots")
AMQP = "amqp://127.0.0.1/"  # nobody connects: what is written needs no broker


def measure(count: int, say: Callable[[str], None], home: Path = HOME) -> dict[str, Any]:
    """Write `count` events and their effects; tell bytes of each kind and what an act takes."""
    shutil.rmtree(home, ignore_errors=True)
    store = EmbeddedStore(home / "store")
    store.start()
    try:
        say(f"Writing {count:,} acts and their effects through the kit (a minute or two) …")
        found = json.loads(_script(store, home, "keeping.py", str(count), str(store.pid)))
    finally:
        store.stop()
    disk = sum(file.stat().st_size for file in (home / "store" / "data").rglob("*"))
    shutil.rmtree(home, ignore_errors=True)
    return told(found, count, disk)


def told(found: dict[str, Any], count: int, disk: int) -> dict[str, Any]:
    """Put what was found per event."""
    sizes = {name: size["bytes"] for name, size in found["sizes"].items()}
    rows = {name: size["rows"] for name, size in found["sizes"].items() if size["rows"]}
    whole = sum(sizes.values())
    each = {
        "outbox": sizes[f"{REGISTRY}.outbox"] / count,
        "answer": sizes[f"{REGISTRY}.answers"] / count,
        "inbox": sizes[f"{MIRROR}.inbox"] / count,
        "documents": sum(sizes[name] for name in PLOTS) / sum(rows[name] for name in PLOTS),
        "blob_overhead": sizes[f"{REGISTRY}.blobs"] / found["blobs"] - found["blob_bytes"],
        "disk_factor": disk / whole,
    }
    return {
        "events": count,
        "act_us": round(found["act_us"], 1),
        "act_store_us": round(found["act_store_us"], 1),
        "acts_per_s": round(found["acts_per_s"], 1),
        "bytes": {name: round(figure, 2) for name, figure in each.items()},
        "rows": rows,
    }


def _script(store: EmbeddedStore, home: Path, *command: str) -> str:
    env = child_environment(
        {
            "PYTHONPATH": f"{CITY}{os.pathsep}{ROOT}",
            "LIANDONG_AMQP_URL": AMQP,
            "LIANDONG_MONGO_URL": store.url("bench"),
            "LIANDONG_LOG_LEVEL": "WARNING",
        }
    )
    env |= json.loads(_run(env, "prepare.py", str(home)))
    return _run(env, *command)


def _run(env: dict[str, str], name: str, *arguments: str) -> str:
    command = [sys.executable, "-P", str(CITY / name), *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    if done.returncode:
        raise BenchError(f"{name} failed:\n{done.stderr[-3000:]}")
    return done.stdout
