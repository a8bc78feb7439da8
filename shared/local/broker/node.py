"""Private RabbitMQ node of the installed server: all files under one folder, loopback only.

No system broker is read, changed or stopped, and several nodes can run side by side.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.local.broker import files
from shared.local.broker.accounts import Accounts, no_users
from shared.local.broker.identity import NodeIdentity, choose_identity, save_identity
from shared.local.broker.scripts import find_scripts
from shared.local.broker.tls import ServerFiles, address, answers
from shared.local.errors import LocalError, NotInstalledError
from shared.local.folder_lock import FolderLock
from shared.local.ports import LOOPBACK
from shared.local.processes.child import Child
from shared.local.processes.probe import mapper_answers

HASH_EXCHANGE = "rabbitmq_consistent_hash_exchange"
_START_S = 60.0
_STOP_S = 20.0
_CTL_S = 60.0
_ACCOUNTS = "users.json"


class PrivateBroker:
    """One broker node for one folder; start it from the main thread.

    Node name, passwords and ports are generated at the first start and stored in the folder, so
    that clients find the node after a restart or a crash; a port in use is replaced. `definitions`
    is called once, at the first start, and returns RabbitMQ definitions to load besides the
    operator's; each of their users gets its own random password. `settings` are extra lines of
    rabbitmq.conf. With `tls` the node accepts TLS connections only.
    """

    def __init__(
        self,
        home: Path,
        *,
        plugins: Sequence[str] = (HASH_EXCHANGE,),
        port: int = 0,
        management_port: int | None = None,
        vhosts: Sequence[str] = ("/",),
        scripts: Path | None = None,
        settings: Sequence[str] = (),
        definitions: Callable[[], Mapping[str, Any]] = no_users,
        tls: ServerFiles | None = None,
    ) -> None:
        self.home = home.absolute()
        self._plugins = list(plugins)
        self._port = port
        self._management_port = management_port
        self._vhosts = list(vhosts)
        self._settings = list(settings)
        self._tls = tls
        self._scripts = scripts or find_scripts()
        self._accounts = Accounts(self.home / _ACCOUNTS, definitions)
        self._identity: NodeIdentity | None = None
        self._epmd: Child | None = None
        self._node: Child | None = None
        self._lock = FolderLock(self.home)

    @staticmethod
    def found() -> bool:
        """Return whether a RabbitMQ server is installed."""
        return find_scripts() is not None

    @property
    def running(self) -> bool:
        """Whether the node's process is alive."""
        return self._node is not None and self._node.running

    @property
    def pid(self) -> int:
        """Process id of the node, 0 before the first start."""
        return self._node.pid if self._node else 0

    @property
    def identity(self) -> NodeIdentity:
        """Name and ports of the node; raises `LocalError` before the first start."""
        if self._identity is None:
            raise LocalError("The private broker was not started yet.")
        return self._identity

    def url(self, vhost: str = "/", *, user: str = files.USER) -> str:
        """Return the AMQP address with user and password, by default the operator's.

        It must not be logged. Raises `LocalError` for an unknown user.
        """
        own = user == files.USER
        password = self.identity.password if own else self._accounts.password(user)
        return address(self._tls, f"{user}:{password}", self.identity.port, vhost)

    def users(self) -> list[str]:
        """List the users, without the operator."""
        return [user["name"] for user in self._accounts.definitions()["users"]]

    @property
    def management_url(self) -> str | None:
        """Address of the management page, None if it is disabled."""
        port = self.identity.management_port
        return f"http://{LOOPBACK}:{port}" if port else None

    def start(self) -> None:
        """Start the node and wait until ready; raises NotInstalledError or ChildFailedError."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start the node without waiting for it."""
        server, epmd = self._program("rabbitmq-server"), shutil.which("epmd") or "epmd"
        if self.running:
            return
        self._lock.acquire()
        self._kill_both()
        self._identity = choose_identity(self.home, self._port, self._management_port)
        save_identity(self.home, self._identity)
        more = self._accounts.definitions()
        files.write_files(
            self.home, self._identity, self._all_plugins(), self._vhosts, more, self._tls
        )
        files.add_settings(self.home, self._settings)
        self._epmd = self._child("the broker's port mapper", self._epmd_command(epmd))
        self._node = self._child("the private broker", [server])
        self._epmd.start()
        mapper = mapper_answers(self.identity.epmd_port)
        self._epmd.wait_until(mapper, deadline_s=_START_S, what="it took connections")
        self._node.start()

    def wait_ready(self) -> None:
        """Wait until the launched node accepts connections."""
        if self._node is None:
            raise LocalError("The private broker was not started yet.")
        node = answers(self._tls, self.identity.port)
        self._node.wait_until(node, deadline_s=_START_S, what="it took connections")

    def stop(self) -> None:
        """Shut the node down cleanly, then its own port mapper."""
        for child in (self._node, self._epmd):
            if child:
                child.stop(_STOP_S)
        self._lock.release()

    def kill(self) -> None:
        """Kill the node to simulate a crash; confirmed messages of settled queues stay on disk."""
        self._kill_both()
        self._lock.release()

    def sync_to_disk(self) -> None:
        """Flush the names of newly declared queues to disk.

        The node itself does so after half a second. A node killed earlier restarts with a quorum
        queue that has lost its messages and never elects a leader.
        """
        self.ctl("eval", "[dets:sync(Table) || Table <- dets:all()].")

    def ctl(self, *arguments: str) -> str:
        """Run rabbitmqctl on this node and return its output; raises LocalError if it fails."""
        if not self.running:
            raise LocalError(f"rabbitmqctl {arguments[0]}: the private broker does not run.")
        done = subprocess.run(
            [self._program("rabbitmqctl"), "--quiet", *arguments],
            env=files.environment(self.home, self.identity),
            capture_output=True,
            text=True,
            timeout=_CTL_S,
            check=False,
        )
        if done.returncode:
            raise LocalError(f"rabbitmqctl {arguments[0]}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def _program(self, name: str) -> str:
        if self._scripts is None or not (self._scripts / name).exists():
            raise NotInstalledError(
                "No RabbitMQ server is installed: run `make setup`, set LIANDONG_AMQP_URL, "
                "or use `docker compose up`."
            )
        return str(self._scripts / name)

    def _kill_both(self) -> None:
        for child in (self._node, self._epmd):
            if child:
                child.kill()

    def _child(self, name: str, command: list[str]) -> Child:
        environment = files.environment(self.home, self.identity)
        return Child(name, command, log=self.home / "broker.log", env=environment, cwd=self.home)

    def _epmd_command(self, epmd: str) -> list[str]:
        return [epmd, "-port", str(self.identity.epmd_port), "-address", LOOPBACK]

    def _all_plugins(self) -> list[str]:
        management = [] if self._management_port is None else ["rabbitmq_management"]
        return [*self._plugins, *management]
