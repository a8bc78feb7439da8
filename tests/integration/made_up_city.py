"""The made-up city as processes: two departments that the tests may kill, stop and ask."""

import json
import os
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.delivery.contents.peers import write_peers
from shared.local.dev_keys import create_dev_keys, development_token
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from shared.local.processes.probe import ready_at
from shared.web.auth import Caller, Role

FOLDER = Path(__file__).parent / "city"
DEPARTMENTS = ("water", "housing")
HOSTS = {"nameko": "shared.runtime.nameko.main", "plain": "shared.runtime.threads.main"}
START_S = 30.0


class City:
    """Water publishes `well.sealed`, housing counts it; `host` names what they run on.

    `more` are further settings; with `ca` both answer over TLS, with a certificate of that
    authority.
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
        self.home = home
        self.host = host
        self.amqp_url = amqp_url
        self.mongo_url = mongo_url
        self.ca = ca
        trusted = ssl.create_default_context(cafile=ca) if ca else False
        self.web = httpx.Client(timeout=30, verify=trusted)
        self._environment = {
            **create_dev_keys(home, system_clock()),
            "LIANDONG_AMQP_URL": amqp_url,
            "LIANDONG_MONGO_URL": mongo_url,
            "PYTHONPATH": str(FOLDER),
            "PYTHONDONTWRITEBYTECODE": "1",
            **more,
        }
        make_keys(home / "keys", DEPARTMENTS, system_clock())
        ports = dict(zip(DEPARTMENTS, free_ports(len(DEPARTMENTS)), strict=True))
        scheme = "https" if ca else "http"
        self.addresses = {name: f"{scheme}://{LOOPBACK}:{port}" for name, port in ports.items()}
        self._environment["LIANDONG_PEERS"] = write_peers(home, self.addresses)
        self.environments: dict[str, dict[str, str]] = {}
        self.services = {name: self._child(name, port) for name, port in ports.items()}

    def start(self) -> None:
        """Start both departments and wait until they are ready."""
        for service in self.services.values():
            service.start()
        for name in DEPARTMENTS:
            self.wait_ready(name)

    def stop(self) -> None:
        """Stop both departments."""
        for service in self.services.values():
            service.terminate()
        for service in self.services.values():
            service.stop()
        self.web.close()

    def wait_ready(self, name: str) -> None:
        """Wait until a department is ready."""
        ready = ready_at(self.addresses[name], self.ca)
        self.services[name].wait_until(ready, deadline_s=START_S, what="it was ready")

    def doom(self, name: str, **plan: Any) -> None:
        """Say where a department dies from its next start on; without a plan it lives."""
        file = self._plan(name)
        file.unlink(missing_ok=True)
        if plan:
            file.write_text(json.dumps(plan))

    def headers(self, department: str, *roles: Role, **named: Any) -> dict[str, str]:
        """Make the Authorization header of a person of a department, by default a clerk."""
        who = Caller(named.get("subject", "clerk-1"), department, frozenset(roles or (Role.CLERK,)))
        lifetime = named.get("lifetime", timedelta(hours=1))
        token = development_token(self.home, who, system_clock(), lifetime)
        return {"Authorization": f"Bearer {token}"}

    def seal(self, well: str, note: str, *, key: str | None = None) -> httpx.Response:
        """Ask the water bureau to seal a well."""
        headers = {**self.headers("water"), "Idempotency-Key": key or note}
        where = f"{self.addresses['water']}/v1/wells/{well}/sealings"
        return self.web.post(where, json={"note": note}, headers=headers)

    def all(self, department: str, things: str) -> list[dict[str, Any]]:
        """List all of a department's things, page by page."""
        return list(self._pages(f"{self.addresses[department]}/v1/{things}", department))

    def _pages(self, address: str, department: str) -> Iterator[dict[str, Any]]:
        after: str | None = ""
        while after is not None:
            query = {"limit": "500", "after": after}
            page = self.web.get(address, params=query, headers=self.headers(department))
            assert page.status_code == HTTPStatus.OK, page.text
            yield from page.json()["items"]
            after = page.json()["next"]

    def _child(self, name: str, port: int) -> Child:
        launcher = [sys.executable, "-P", str(FOLDER / "launcher.py"), HOSTS[self.host]]
        command = [*launcher, name, str(self._plan(name))]
        self.environments[name] = {
            **os.environ,
            **self._environment,
            "LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{port}",
        }
        return Child(name, command, log=self.home / f"{name}.log", env=self.environments[name])

    def _plan(self, name: str) -> Path:
        return self.home / f"{name}.plan.json"


class Traffic:
    """Seals one well after another until it is told to stop."""

    def __init__(self, city: City) -> None:
        self._city = city
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
            answer = self._city.seal(f"J-{number:03}", "封井", key=f"seal-{number}")
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
) -> Iterator[City]:
    """Give a city whose departments are ready; stop them after."""
    with ExitStack() as stack:
        city = City(home, amqp_url, mongo_url, host, more, ca)
        stack.callback(city.stop)
        city.start()
        yield city
