"""Supervisor of the platform on one machine: broker, store and one process per department."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from shared.config.external_servers import NO_SERVERS, ExternalServers
from shared.delivery.contents.peers import write_peers
from shared.local.broker.access import contract_access, foreign_addresses
from shared.local.broker.metrics import broker_metrics
from shared.local.broker.node import PrivateBroker
from shared.local.broker.tls import ServerFiles
from shared.local.department_processes import FIRST_PORT, choose_ports, no_keys, service_command
from shared.local.errors import ChildFailedError
from shared.local.folder_lock import FolderLock
from shared.local.ports import LOOPBACK
from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment
from shared.local.processes.probe import ready_at, require_server
from shared.local.processes.signals import signals_ignored, termination_interrupts
from shared.local.state_file import PlatformState, remove_state, write_state
from shared.local.store import EmbeddedStore

_READY_S = 90.0
_GRACE_S = 10.0
_WATCH_S = 0.5
_RESTARTS = 5


class LocalPlatform:
    """Starts the platform in the folder `home`, and stops only the processes that it started.

    Use it as a context manager on the main thread. `make_keys` is called with the folder once the
    servers are ready and returns extra environment of the services. Each department and partner is
    a user of the private broker, with the permissions that `access` returns (RabbitMQ definitions):
    `amqp_urls` has their addresses, `amqp_url` is the operator's. At `broker_metrics_port` the
    private broker exports Prometheus metrics. With `tls` it accepts TLS only; `make_keys` then
    returns the authority to trust. `servers` already run and replace a private broker and store.
    """

    def __init__(
        self,
        home: Path,
        departments: Sequence[str],
        *,
        say: Callable[[str], None] = print,
        make_keys: Callable[[Path], Mapping[str, str]] = no_keys,
        command: Callable[[str], Sequence[str]] = service_command,
        first_port: int = FIRST_PORT,
        management: bool = False,
        broker_metrics_port: int | None = None,
        access: Callable[[], Mapping[str, Any]] = contract_access,
        tls: ServerFiles | None = None,
        servers: ExternalServers = NO_SERVERS,
    ) -> None:
        self.home = home.absolute()
        self.services: dict[str, Child] = {}
        self.addresses: dict[str, str] = {}
        self.amqp_url = servers.amqp_url
        self.amqp_urls: dict[str, str] = {}
        self.mongo_url = servers.mongo_url
        self._passwords = servers.amqp_passwords
        self._departments = list(departments)
        self._say = say
        self._make_keys = make_keys
        self._command = command
        self._first_port = first_port
        management_port = 0 if management else None
        plugins, settings = broker_metrics(broker_metrics_port)
        broker = PrivateBroker(
            self.home / "broker",
            management_port=management_port,
            definitions=access,
            plugins=plugins,
            settings=settings,
            tls=tls,
        )
        self.broker = None if self.amqp_url else broker
        self.store = None if self.mongo_url else EmbeddedStore(self.home / "store")
        self._lock = FolderLock(self.home)
        self._signals = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start all and wait until ready, else stop all; raises LocalError."""
        self._lock.acquire()
        self._signals.enter_context(termination_interrupts())
        if remove_state(self.home):
            self._say("The last run did not end in good order; starting on its data.")
        try:
            self._start_servers()
            self._start_services(self._make_keys(self.home))
            if self.broker:
                self.broker.sync_to_disk()
        except BaseException:
            self.stop()
            raise
        write_state(self.home, self.running())

    def stop(self) -> None:
        """Stop the departments, then the broker, then the store; ignores Ctrl-C meanwhile."""
        with signals_ignored():
            for service in self.services.values():
                service.terminate()
            for service in self.services.values():
                service.stop(_GRACE_S)
            for server in (self.broker, self.store):
                if server:
                    server.stop()
            remove_state(self.home)
            self._lock.release()
        self._signals.close()

    def watch(self) -> None:
        """Restart processes that end, until interrupted; ChildFailedError if one ends too often."""
        ended = dict.fromkeys(self.services, 0)
        while True:
            time.sleep(_WATCH_S)
            self._revive_servers()
            for department, service in self.services.items():
                if not service.running:
                    ended[department] += 1
                    self._revive(service, ended[department])

    def running(self) -> PlatformState:
        """Return all addresses and process ids."""
        servers = {"broker": self.broker, "store": self.store}
        children = servers | self.services
        pids = {name: child.pid for name, child in children.items() if child}
        return PlatformState(
            os.getpid(), self.amqp_url, self.mongo_url, self.addresses, pids, self.amqp_urls
        )

    def _start_servers(self) -> None:
        """Start both servers in parallel."""
        self._say("Starting the broker and the document store …")
        for server in (self.store, self.broker):
            if server:
                server.launch()
        for server in (self.store, self.broker):
            if server:
                server.wait_ready()
        if self.broker:
            self.amqp_url = self.broker.url()
            self.amqp_urls = {name: self.broker.url(user=name) for name in self.broker.users()}
        else:
            self.amqp_urls = foreign_addresses(
                self.amqp_url, self._departments, self._say, self._passwords
            )
        if self.store:
            self.mongo_url = self.store.url()
        else:
            require_server(self.mongo_url, "LIANDONG_MONGO_URL")

    def _start_services(self, environment: Mapping[str, str]) -> None:
        self._say(f"Starting {len(self._departments)} departments …")
        ports = choose_ports(self._departments, self._first_port, self._say)
        self.addresses |= {name: f"http://{LOOPBACK}:{port}" for name, port in ports.items()}
        told = {**environment, "LIANDONG_PEERS": write_peers(self.home, self.addresses)}
        for department, port in ports.items():
            self.services[department] = self._service(department, port, told)
            self.services[department].start()
        for department, service in self.services.items():
            address = self.addresses[department]
            service.wait_until(ready_at(address), deadline_s=_READY_S, what="it was ready")
            self._say(f"  {department} is ready at {address}")

    def _service(self, department: str, port: int, environment: Mapping[str, str]) -> Child:
        own = {
            "LIANDONG_AMQP_URL": self.amqp_urls[department],
            "LIANDONG_MONGO_URL": self.mongo_url,
            "LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{port}",
        }
        log = self.home / "log" / f"{department}.log"
        merged = child_environment(environment, own)
        return Child(department, self._command(department), log=log, env=merged)

    def _revive_servers(self) -> None:
        for server in (self.store, self.broker):
            if server and not server.running:
                self._say(f"  {type(server).__name__} ended; starting it again on its data")
                server.start()

    def _revive(self, service: Child, times: int) -> None:
        if times > _RESTARTS:
            raise ChildFailedError(f"{service.name} ended {times} times; see {service.log}.")
        self._say(f"  {service.name} ended with code {service.exit_code}; starting it again")
        if self.store:
            self.store.release_transactions()
        service.start()
