"""A town under test: broker, store, processes, and a link of ours between each two."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pymongo.errors import PyMongoError

from shared.local.broker.node import PrivateBroker
from shared.local.errors import LocalError
from shared.local.ports import LOOPBACK
from shared.local.processes.probe import listens, node_answers
from shared.local.store import OPTIONS, EmbeddedStore
from testbed.network.proxy import Link, Loop
from testbed.supervised_process import Kept

DATABASE = "chaos"
READY_S = 60.0
_POLL_S = 0.02


class Town:
    """Servers and processes; all is started from the main thread."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.broker = PrivateBroker(home / "broker")
        self.store = EmbeddedStore(home / "store")
        self.processes: dict[str, Kept] = {}
        self.links: dict[str, Link] = {}
        self._loop = Loop()
        self._orders = ThreadPoolExecutor(1, thread_name_prefix="ctl")
        self._ordered: list[Future[None]] = []
        self.orders_failed: list[str] = []

    def start_servers(self) -> None:
        """Start broker and store, and wait until both answer."""
        self.store.launch()
        self.broker.start()
        self.store.wait_ready()

    def add(self, process: Kept) -> None:
        """Take a process into the town; it is not started."""
        self.processes[process.name] = process

    def amqp_url(self, client: str) -> str:
        """Give the broker's address for one client, through its own link."""
        link = self._link(client, "broker", self.broker.identity.port)
        direct = self.broker.url()
        return direct.replace(f":{self.broker.identity.port}/", f":{link.port}/")

    def mongo_url(self, client: str) -> str:
        """Give the store's address for one client, through its own link."""
        link = self._link(client, "store", self.store.port)
        # Without directConnection the driver would follow the server's own word past our link.
        return f"mongodb://{LOOPBACK}:{link.port}/{DATABASE}?{OPTIONS}&directConnection=true"

    @property
    def direct_mongo_url(self) -> str:
        """The store's address without a link, for whoever judges."""
        return f"{self.store.url(DATABASE)}&directConnection=true"

    def account(self, department: str) -> str:
        """Give a department a user who may publish to its exchange alone; tell the address."""
        password = secrets.token_urlsafe(16)
        self.broker.ctl("add_user", department, password)
        self.broker.ctl("set_permissions", department, "^$", rf"^{department}\.events$", "^$")
        url = urlsplit(self.broker.url())
        return url._replace(netloc=f"{department}:{password}@{url.hostname}:{url.port}").geturl()

    def keep(self) -> None:
        """Start again whoever ended although it should run."""
        for process in self.processes.values():
            process.keep()

    def wait(self, condition: Callable[[], bool], what: str, limit_s: float = READY_S) -> None:
        """Wait for a condition while keeping the processes; `LocalError` at the deadline."""
        end = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > end:
                raise LocalError(f"not within {limit_s:g} s: {what}")
            self.keep()
            time.sleep(_POLL_S)

    def pause(self, seconds: float) -> None:
        """Let time pass while keeping the processes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.keep()
            time.sleep(min(_POLL_S, seconds))

    def broker_answers(self) -> bool:
        """Tell whether the broker serves."""
        if not self.broker.running:
            return False
        return node_answers(self.broker.identity.port)()

    def store_answers(self) -> bool:
        """Tell whether the store takes connections."""
        return self.store.running and listens(LOOPBACK, self.store.port)

    def restart_broker(self) -> None:
        """Start the killed broker on its data, without waiting for it."""
        self.broker.launch()

    def restart_store(self) -> None:
        """Start the store again on its data."""
        self.store.kill()
        self.store.start()

    def free_documents(self) -> None:
        """End what the dead left open in the store; without it their documents wait 60 s."""
        with suppress(PyMongoError):
            self.store.free()

    def in_broker(self, expression: str) -> None:
        """Evaluate Erlang in the broker, in the background; a killed broker forgets it."""
        self._ordered.append(self._orders.submit(self._evaluate, expression))

    def all_ordered(self) -> bool:
        """Tell whether all that was ordered is done."""
        return all(order.done() for order in self._ordered)

    def freeze_server(self, name: str, *, frozen: bool) -> None:
        """Stop the clock of broker or store, or let it go on."""
        pid = self.broker.pid if name == "broker" else self.store.pid
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def stop(self) -> None:
        """End everything."""
        for link in self.links.values():
            link.heal()
        for process in self.processes.values():
            process.kill()
        self._orders.shutdown(cancel_futures=True)
        self.broker.kill()
        self.store.kill()
        for link in self.links.values():
            link.close()
        self._loop.stop()

    def _evaluate(self, expression: str) -> None:
        try:
            self.broker.ctl("eval", expression)
        except (LocalError, OSError, subprocess.TimeoutExpired) as error:
            self.orders_failed.append(str(error))

    def _link(self, client: str, server: str, port: int) -> Link:
        name = f"{client}-{server}"
        if name not in self.links:
            self.links[name] = Link(name, port, self._loop)
        return self.links[name]
