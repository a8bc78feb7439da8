"""The synthetic city as processes: two departments that tests may kill, stop and query."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.delivery.contents.peers import write_peers
from shared.local.dev_keys import create_dev_keys, development_token
from shared.local.ports import LOOPBACK, free_ports
from shared.web.auth import Caller, Role
from testbed.city_folder import import_settings, script_command
from testbed.forked_process import ForkedProcess, ForkServer
from testbed.supervised_process import SupervisedProcess
from testbed.testbed import Testbed

FOLDER = Path(__file__).parent / "city"
LAUNCHER = FOLDER / "launcher.py"
DEPARTMENTS = ("water", "housing")
HOSTS = {"nameko": "shared.runtime.nameko.main", "plain": "shared.runtime.threads.main"}


@cache
def fork_server(host: str) -> ForkServer:
    """Return the process that has loaded a host and the departments of the city."""
    departments = [f"services.{name}.service" for name in DEPARTMENTS]
    return ForkServer([host, *departments], import_settings(FOLDER))


class MadeUpCity(Testbed):
    """Water publishes `well.sealed`, housing counts it; `host` names the runtime host.

    `more` are further settings; with `ca` both serve TLS, with a certificate of that authority.
    Nothing is restarted automatically: tests kill and start the `services` themselves.
    """

    def __init__(
        self,
        home: Path,
        amqp_url: str,
        mongo_url: str,
        host: str,
        more: Mapping[str, str] = {},
        ca: Path | None = None,
    ) -> None:
        settings = {
            **create_dev_keys(home, system_clock()),
            "LIANDONG_AMQP_URL": amqp_url,
            "LIANDONG_MONGO_URL": mongo_url,
            **import_settings(FOLDER),
            **more,
        }
        super().__init__(home, settings)
        self.host = host
        self.amqp_url = amqp_url
        self.mongo_url = mongo_url
        self.ca = ca
        trusted = ssl.create_default_context(cafile=ca) if ca else False
        self.web = httpx.Client(timeout=30, verify=trusted)
        make_keys(home / "keys", DEPARTMENTS, system_clock())
        ports = dict(zip(DEPARTMENTS, free_ports(len(DEPARTMENTS)), strict=True))
        scheme = "https" if ca else "http"
        addresses = {name: f"{scheme}://{LOOPBACK}:{port}" for name, port in ports.items()}
        self.settings["LIANDONG_PEERS"] = write_peers(home, addresses)
        for name, port in ports.items():
            command = [str(LAUNCHER), HOSTS[host], name, str(self._plan(name))]
            self.add_department(name, command, port, scheme=scheme)
        self.services = self.processes

    def process(
        self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str]
    ) -> SupervisedProcess:
        """Fork departments from a process that has loaded their host: most tests start many."""
        server = fork_server(HOSTS[self.host])
        return ForkedProcess(name, command, log=log, env=env, server=server)

    @property
    def environments(self) -> dict[str, dict[str, str]]:
        """The environment of each department's process."""
        return {name: service.environment for name, service in self.services.items()}

    def start(self) -> None:
        """Start both departments and wait until they are ready."""
        for service in self.services.values():
            service.start()
        for name in DEPARTMENTS:
            self.wait_ready(name)

    def stop(self) -> None:
        """Stop both departments."""
        super().stop()
        self.web.close()

    def wait_ready(self, name: str, ca: Path | None = None) -> None:
        """Wait until a department is ready."""
        super().wait_ready(name, ca or self.ca)

    def doom(self, name: str, **plan: Any) -> None:
        """Set the kill point of a department from its next start on; without a plan, remove it."""
        file = self._plan(name)
        file.unlink(missing_ok=True)
        if plan:
            file.write_text(json.dumps(plan))

    def headers(self, department: str, *roles: Role, **named: Any) -> dict[str, str]:
        """Make the Authorization header of a department's user, by default a clerk."""
        who = Caller(
            named.get("subject", "clerk-1"), department, frozenset(roles or (Role.CLERK,)), "140700"
        )
        lifetime = named.get("lifetime", timedelta(hours=1))
        token = development_token(self.home, who, system_clock(), lifetime)
        return {"Authorization": f"Bearer {token}"}

    def seal(self, well: str, note: str, *, key: str | None = None) -> httpx.Response:
        """Post the command to seal a well to the water bureau."""
        headers = {**self.headers("water"), "Idempotency-Key": key or note}
        where = f"{self.addresses['water']}/v1/wells/{well}/sealings"
        return self.web.post(where, json={"note": note}, headers=headers)

    def all(self, department: str, things: str) -> list[dict[str, Any]]:
        """List all documents of a kind of a department, page by page."""
        return list(self._pages(f"{self.addresses[department]}/v1/{things}", department))

    def _pages(self, address: str, department: str) -> Iterator[dict[str, Any]]:
        after: str | None = ""
        while after is not None:
            query = {"limit": "500", "after": after}
            page = self.web.get(address, params=query, headers=self.headers(department))
            assert page.status_code == HTTPStatus.OK, page.text
            yield from page.json()["items"]
            after = page.json()["next"]

    def launcher(self) -> list[str]:
        """Return the command that runs a department, without its name and plan."""
        return script_command(LAUNCHER, HOSTS[self.host])

    def _plan(self, name: str) -> Path:
        return self.home / f"{name}.plan.json"


class Traffic:
    """Seals one well after another until the end of the `with`; `series` begins their codes."""

    def __init__(self, city: MadeUpCity, series: str = "J") -> None:
        self._city = city
        self._series = series
        self._end = threading.Event()
        self.answers: list[int] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Traffic":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(0.05):
            number = len(self.answers)
            well = f"{self._series}-{number:03}"
            answer = self._city.seal(well, "封井", key=f"seal-{well}")
            self.answers.append(answer.status_code)


@contextmanager
def running_city(
    home: Path,
    amqp_url: str,
    mongo_url: str,
    *,
    host: str = "nameko",
    more: Mapping[str, str] = {},
    ca: Path | None = None,
) -> Iterator[MadeUpCity]:
    """Run a city whose departments are ready; stop them at the end."""
    with ExitStack() as stack:
        city = MadeUpCity(home, amqp_url, mongo_url, host, more, ca)
        stack.callback(city.stop)
        city.start()
        yield city
