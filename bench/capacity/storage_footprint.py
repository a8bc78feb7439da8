"""Measures the storage per event by writing events through the kit on a separate store."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.errors import BenchError
from bench.publisher_subscriber import CITY, MIRROR, REGISTRY
from shared.local.errors import LocalError
from shared.local.store import EmbeddedStore
from testbed.city_folder import import_settings, run_script

HOME = Path(".local/bench/keeping")
EVENTS = 20_000
PLOTS = (f"{REGISTRY}.plots", f"{MIRROR}.plots")
AMQP = "amqp://127.0.0.1/"  # never connected: the writes need no broker


def measure(count: int, say: Callable[[str], None], home: Path = HOME) -> dict[str, Any]:
    """Write `count` events and their effects; return bytes per kind and processor time per act."""
    shutil.rmtree(home, ignore_errors=True)
    store = EmbeddedStore(home / "store")
    store.start()
    try:
        say(f"Writing {count:,} acts and their effects through the kit (a minute or two) …")
        found = json.loads(_script(store, home, "write_history.py", str(count), str(store.pid)))
    finally:
        store.stop()
    disk = sum(file.stat().st_size for file in (home / "store" / "data").rglob("*"))
    shutil.rmtree(home, ignore_errors=True)
    return per_event(found, count, disk)


def per_event(found: dict[str, Any], count: int, disk: int) -> dict[str, Any]:
    """Divide the measured totals by the number of events."""
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
    env = {
        **import_settings(CITY),
        "LIANDONG_AMQP_URL": AMQP,
        "LIANDONG_MONGO_URL": store.url("bench"),
        "LIANDONG_LOG_LEVEL": "WARNING",
    }
    env |= json.loads(_run(env, "prepare.py", str(home)))
    return _run(env, *command)


def _run(env: dict[str, str], name: str, *arguments: str) -> str:
    try:
        return run_script(CITY / name, *arguments, env=env)
    except LocalError as error:
        raise BenchError(str(error)) from None
