"""The whole platform as processes, started once for all e2e tests and used over HTTP only."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from organs import Procuratorate
from upkeep import platform_in

from demo.client import City
from demo.flows.places import Place
from shared.clock.drill import set_offset
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.supervisor import LocalPlatform
from shared.vocabulary.divisions import divisions

HECTARE = 10_000.0
STEP_DEGREES = 0.004


@pytest.fixture(scope="session")
def platform(tmp_path_factory, host_module) -> Iterator[LocalPlatform]:
    """All departments with a private broker and store."""
    started = platform_in(
        tmp_path_factory.mktemp("city"),
        host_module,
        lambda home: {**create_dev_keys(home, system_clock()), **drill(home)},
    )
    with started:
        yield started


def drill(home: Path) -> dict[str, str]:
    """Return the settings that let the tests move the clock of all processes."""
    return {"LIANDONG_ENV": "drill", "LIANDONG_CLOCK_FILE": str(home / "clock")}


@pytest.fixture
def move_time(platform) -> Iterator[Callable[[timedelta], None]]:
    """Yield a function that moves the clock of all processes; it is reset after the test."""
    file = Path(platform.home / "clock")
    yield lambda by: set_offset(file, by)
    set_offset(file, timedelta())


@pytest.fixture(scope="session")
def city(platform) -> Iterator[City]:
    """HTTP clients of all departments."""
    with City(platform.addresses, platform.home) as opened:
        yield opened


@pytest.fixture(scope="session")
def new_place() -> Callable[[], Place]:
    """Return a function that returns a fresh plot in 祁县 on each call."""
    county = "140727"
    lon, lat = divisions()[county].seat
    numbers = itertools.count(1)

    def make() -> Place:
        number = next(numbers)
        centre = (lon + STEP_DEGREES * number, lat)
        return Place(f"某某{number}号焦化厂地块", county, centre, HECTARE, number, record="")

    return make


@pytest.fixture
def place(new_place) -> Place:
    """A plot used by this test only."""
    return new_place()


@pytest.fixture
def procuratorate(platform):
    opened = Procuratorate(platform)
    yield opened
    opened.publisher.close()
