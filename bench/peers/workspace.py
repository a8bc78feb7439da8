"""The workspace of a peer: broker, store, and the folder by which the driver controls it."""

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
class PeerWorkspace:
    """Addresses and settings, from the driver's environment variables."""

    amqp_url: str = field(default_factory=lambda: Orders.from_env().amqp_url)
    mongo_url: str = field(default_factory=lambda: Orders.from_env().mongo_url)
    folder: Path = field(default_factory=lambda: Orders.from_env().folder)
    rate: float = field(default_factory=lambda: Orders.from_env().rate)
    _stamps: TextIO | None = None

    def committed(self) -> Iterator[dict[str, Any]]:
        """Wait for the start signal, then yield the committed events of the publisher's database.

        With a rate, each event is first committed at its due time, with that time.
        """
        from pymongo import MongoClient  # noqa: PLC0415  after a peer's monkey-patching

        outbox = MongoClient[dict[str, Any]](self.mongo_url)["bench_registry"]["outbox"]
        outbox.find_one()  # connects
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
        """Record the time of an effect if there is a rate; one file per process."""
        if not self.rate:
            return
        if self._stamps is None:
            self._stamps = (self.folder / f"stamps.{os.getpid()}").open("a", buffering=1)
        self._stamps.write(f"{event_id} {at!r}\n")


def main(
    subscribe: Callable[[], None], publish: Callable[[Iterator[dict[str, Any]]], None]
) -> None:
    """Run a peer's module in the role of the argument: `subscribe` or `publish`."""
    if sys.argv[1:] == ["subscribe"]:
        with suppress(KeyboardInterrupt):
            subscribe()
    elif sys.argv[1:] == ["publish"]:
        publish(row["event"] for row in PeerWorkspace().committed())
        (PeerWorkspace().folder / "published").touch()
        signal.pause()  # its resource usage is read before it ends
    else:
        sys.exit("usage: python -m bench.peers.<peer> subscribe|publish")
