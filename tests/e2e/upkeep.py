"""Operations for the e2e tests: `liandong` commands and direct access to a store."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.client import City, Json
from demo.flows.places import Place
from shared.catalog.catalog import department_names
from shared.local.ports import free_ports
from shared.local.processes.probe import ready_at
from shared.local.supervisor import LocalPlatform
from shared.store.mongo.store import MongoStore
from shared.web.auth import Role

COMMAND = str(Path(sys.executable).parent / "liandong")
LONGEST_S = 60


def liandong(platform: LocalPlatform, *arguments: str) -> str:
    """Run a `liandong` command on the platform's home; it must succeed. Return its output."""
    home = ["--home", str(platform.home)]
    done = subprocess.run(
        [COMMAND, *arguments, *home], capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def store_of(platform: LocalPlatform, department: str) -> Iterator[MongoStore]:
    """Open a department's store beside its service."""
    store = MongoStore(platform.mongo_url, department)
    try:
        yield store
    finally:
        store.close()


def known_plots(city: City, places: list[Place]) -> dict[str, Json]:
    """Return agriculture's documents about some plots."""
    wanted = {place.plot_code for place in places}
    plots = city["agriculture"].items("/v1/plots", county=places[0].county)
    return {plot["plot_code"]: plot for plot in plots if plot["plot_code"] in wanted}


def failing(city: City, department: str) -> list[Json]:
    """Return the failed messages at a department.

    Left out are events that were published while a drill's clock was months ahead: they are refused
    when they are resent.
    """
    failed = city[department].items("/v1/failed", role=Role.OPS)
    return [one for one in failed if one["fault"] != "clock"]


@contextmanager
def stopped(platform: LocalPlatform, department: str) -> Iterator[None]:
    """Stop a department for the duration of the context, and restart it."""
    service = platform.services[department]
    service.stop()
    try:
        yield
    finally:
        service.start()
        ready = ready_at(platform.addresses[department])
        service.wait_until(ready, deadline_s=60, what="it was ready")


def platform_in(
    home: Path, host_module: str, make_keys: Callable[[Path], Mapping[str, str]]
) -> LocalPlatform:
    """Make a platform of all departments with a private broker and store; not started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LIANDONG_AMQP_URL", raising=False)
        patch.delenv("LIANDONG_MONGO_URL", raising=False)
        return LocalPlatform(
            home,
            department_names(),
            say=lambda _: None,
            make_keys=make_keys,
            first_port=free_ports(1)[0],
            command=lambda name: [sys.executable, "-m", host_module, name, "--role", "all"],
        )
