"""A testbed with its own broker and store, and a proxied link to each for every client."""

import os
import secrets
import signal
import subprocess
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
from testbed.network.proxy import ProxyLink, ProxyLoop
from testbed.testbed import Testbed

DATABASE = "chaos"


class FaultTestbed(Testbed):
    """Servers, processes and links as targets of faults; processes that end are restarted."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.broker = PrivateBroker(home / "broker")
        self.store = EmbeddedStore(home / "store")
        self.links: dict[str, ProxyLink] = {}
        self._loop = ProxyLoop()
        self._ctl = ThreadPoolExecutor(1, thread_name_prefix="ctl")
        self._expressions: list[Future[None]] = []
        self.failed_expressions: list[str] = []

    def start_servers(self) -> None:
        """Start broker and store, and wait until both answer."""
        self.store.launch()
        self.broker.start()
        self.store.wait_ready()

    def amqp_url(self, client: str) -> str:
        """Return the broker's address for one client, through its own link."""
        link = self._link(client, "broker", self.broker.identity.port)
        direct = self.broker.url()
        return direct.replace(f":{self.broker.identity.port}/", f":{link.port}/")

    def mongo_url(self, client: str) -> str:
        """Return the store's address for one client, through its own link."""
        link = self._link(client, "store", self.store.port)
        # Without directConnection the driver would use the server's own address, not the link.
        return f"mongodb://{LOOPBACK}:{link.port}/{DATABASE}?{OPTIONS}&directConnection=true"

    @property
    def direct_mongo_url(self) -> str:
        """The store's address without a link, for audits."""
        return f"{self.store.url(DATABASE)}&directConnection=true"

    def add_publisher_account(self, department: str) -> str:
        """Create a user who may publish to one department's exchange only; return the URL."""
        password = secrets.token_urlsafe(16)
        self.broker.ctl("add_user", department, password)
        self.broker.ctl("set_permissions", department, "^$", rf"^{department}\.events$", "^$")
        url = urlsplit(self.broker.url())
        return url._replace(netloc=f"{department}:{password}@{url.hostname}:{url.port}").geturl()

    def on_poll(self) -> None:
        """Restart ended processes, like an orchestrator."""
        self.restart_ended()

    def broker_answers(self) -> bool:
        """Whether the broker serves clients."""
        if not self.broker.running:
            return False
        return node_answers(self.broker.identity.port)()

    def store_answers(self) -> bool:
        """Whether the store accepts connections."""
        return self.store.running and listens(LOOPBACK, self.store.port)

    def restart_broker(self) -> None:
        """Start the killed broker with its data, without waiting for it."""
        self.broker.launch()

    def restart_store(self) -> None:
        """Kill the store and start it with its data."""
        self.store.kill()
        self.store.start()

    def end_store_transactions(self) -> None:
        """Abort transactions of killed clients, which would lock documents for 60 s."""
        with suppress(PyMongoError):
            self.store.release_transactions()

    def run_in_broker(self, expression: str) -> None:
        """Evaluate Erlang in the broker in the background; lost if the broker is killed."""
        self._expressions.append(self._ctl.submit(self._evaluate, expression))

    def expressions_done(self) -> bool:
        """Whether all Erlang expressions were evaluated."""
        return all(expression.done() for expression in self._expressions)

    def freeze_server(self, name: str, *, frozen: bool) -> None:
        """Suspend the broker or the store, or resume it."""
        pid = self.broker.pid if name == "broker" else self.store.pid
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def stop(self) -> None:
        """Kill all processes and servers, and close the links."""
        for link in self.links.values():
            link.heal()
        for process in self.processes.values():
            process.kill()
        self._ctl.shutdown(cancel_futures=True)
        self.broker.kill()
        self.store.kill()
        for link in self.links.values():
            link.close()
        self._loop.stop()

    def _evaluate(self, expression: str) -> None:
        try:
            self.broker.ctl("eval", expression)
        except (LocalError, OSError, subprocess.TimeoutExpired) as error:
            self.failed_expressions.append(str(error))

    def _link(self, client: str, server: str, port: int) -> ProxyLink:
        name = f"{client}-{server}"
        if name not in self.links:
            self.links[name] = ProxyLink(name, port, self._loop)
        return self.links[name]
