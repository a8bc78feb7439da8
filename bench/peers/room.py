"""Where a peer works: broker, store and the folder through which the driver speaks to it."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bench.orders import Orders

POLL_S = 0.002
IN_FLIGHT = 500


@dataclass
class Room:
    """Addresses and orders, from the environment that the driver set."""

    amqp_url: str = field(default_factory=lambda: Orders.from_env().amqp_url)
    mongo_url: str = field(default_factory=lambda: Orders.from_env().mongo_url)
    folder: Path = field(default_factory=lambda: Orders.from_env().folder)
    rate: float = field(default_factory=lambda: Orders.from_env().rate)
    _stamps: TextIO | None = None

    def committed(self) -> Iterator[dict[str, Any]]:
        """Wait for the start signal, then yield what lies committed in the publisher's database.

        At a rate, each event is committed at its due time first, with that time.
        """
        from pymongo import MongoClient  # noqa: PLC0415  after a peer has patched what it must

        outbox = MongoClient[dict[str, Any]](self.mongo_url)["bench_registry"]["outbox"]
        outbox.find_one()  # connected
        self._hold()
        if not self.rate:
            yield from outbox.find({}, {"event": 1, "_id": 0}, batch_size=1000).sort("_id", 1)
            return
        start = time.time()
        acts = json.loads((self.folder / "acts.json").read_text())
        for number, event in enumerate(acts):
            due = start + number / self.rate
            time.sleep(max(0.0, due - time.time()))
            event["time"] = datetime.fromtimestamp(due, UTC).isoformat()
            outbox.insert_one({"_id": number, "event": event})
            yield {"event": event}

    def _hold(self) -> None:
        (self.folder / "held").touch()
        while not (self.folder / "go").exists():
            time.sleep(POLL_S)

    def stamp(self, event_id: str, at: float) -> None:
        """Note when an event took effect, where the driver wants to know; one file a process."""
        if not self.rate:
            return
        if self._stamps is None:
            self._stamps = (self.folder / f"stamps.{os.getpid()}").open("a", buffering=1)
        self._stamps.write(f"{event_id} {at!r}\n")


def main(
    subscribe: Callable[[], None], publish: Callable[[Iterator[dict[str, Any]]], None]
) -> None:
    """Run a peer's module as the driver asks: `subscribe` or `publish`."""
    if sys.argv[1:] == ["subscribe"]:
        with suppress(KeyboardInterrupt):
            subscribe()
    elif sys.argv[1:] == ["publish"]:
        publish(row["event"] for row in Room().committed())
        (Room().folder / "published").touch()
        signal.pause()  # what the process used is read before it ends
    else:
        sys.exit("usage: python -m bench.peers.<peer> subscribe|publish")
