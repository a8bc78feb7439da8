"""Private servers of a comparison: a broker with a fresh virtual host and a store per contender."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from shared.local.broker.node import PrivateBroker
from shared.local.store import EmbeddedStore

ROOMS = 60
ALL = {"configure": ".*", "write": ".*", "read": ".*"}


class Rooms:
    """One broker for all contenders, with a virtual host and a store for each."""

    def __init__(self, home: Path, broker: PrivateBroker) -> None:
        self.home = home.absolute()
        self.broker = broker
        self._spare = [f"bench{number}" for number in range(ROOMS, 0, -1)]
        self._make(self._spare)

    @contextmanager
    def room(self, name: str) -> Iterator["Room"]:
        """Yield an unused virtual host and an empty store; stop and remove the store after."""
        folder = self.home / f"{name}.{time.monotonic_ns()}"
        folder.mkdir(parents=True)
        store = EmbeddedStore(folder / "store")
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, folder / "store", ignore_errors=True)
            stack.callback(store.stop)
            store.start()
            yield Room(folder, self.broker.url(self._spare.pop()), store, self.broker.pid)

    def _make(self, names: list[str]) -> None:
        user = urlsplit(self.broker.url()).username
        file = self.home / "vhosts.json"
        wanted = {
            "vhosts": [{"name": name} for name in names],
            "permissions": [{"user": user, "vhost": name, **ALL} for name in names],
        }
        file.write_text(json.dumps(wanted))
        self.broker.ctl("import_definitions", str(file))


class Room:
    """The folder, virtual host and store of one contender."""

    def __init__(self, folder: Path, amqp_url: str, store: EmbeddedStore, broker_pid: int) -> None:
        self.folder = folder
        self.amqp_url = amqp_url
        self.mongo_url = store.url("bench")
        self.pids = {"broker": broker_pid, "store": store.pid}

    def go(self) -> float:
        """Give the start signal by the file `go`; return the monotonic time."""
        (self.folder / "go").touch()
        return time.monotonic()


@contextmanager
def servers(home: Path) -> Iterator[Rooms]:
    """Start the broker; stop and remove it after."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    broker = PrivateBroker(home / "broker")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home / "broker", ignore_errors=True)
        stack.callback(broker.stop)
        broker.start()
        yield Rooms(home, broker)
