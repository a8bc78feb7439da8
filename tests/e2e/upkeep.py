"""What those who run the platform do in e2e tests: commands beside it, and looks into a store."""

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
    """Run a command of the platform's home; it must succeed. Gives what it printed."""
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
    """Give what agriculture knows of some plots."""
    wanted = {place.plot_code for place in places}
    plots = city["agriculture"].items("/v1/plots", county=places[0].county)
    return {plot["plot_code"]: plot for plot in plots if plot["plot_code"] in wanted}


def failing(city: City, department: str) -> list[Json]:
    """List what failed at a department.

    What was told while the clock of an exercise was months ahead is refused when it is sent again.
    """
    failed = city[department].items("/v1/failed", role=Role.OPS)
    return [one for one in failed if one["fault"] != "clock"]


@contextmanager
def stopped(platform: LocalPlatform, department: str) -> Iterator[None]:
    """Stop a department, and start it again whatever happens meanwhile."""
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
    """Make a platform of all departments with a broker and a store of its own; not started."""
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
