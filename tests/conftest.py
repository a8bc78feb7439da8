"""Fixtures that start a broker and a store, with a fresh virtual host and database per test.

Set LIANDONG_AMQP_URL or LIANDONG_MONGO_URL to run the same tests against other servers. A foreign
broker must have its management API enabled (LIANDONG_RABBITMQ_API, by default port 15672 of its
host).
"""

import itertools
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from hypothesis import settings
from run_order_given import SharedServersScheduling, is_wanted, sort_for_processes
from vhosts_given import ForeignVhosts, PrivateVhosts, drop_databases

from shared.config.city_files import CityFiles
from shared.config.command_settings import CommandSettings
from shared.local.broker.node import PrivateBroker
from shared.local.city_files import configure_city_files
from shared.local.store import EmbeddedStore

JUDGED = "CI" in os.environ
settings.register_profile(
    "liandong",
    deadline=None,  # a slow machine is no fault
    max_examples=100 if JUDGED else 20,
    derandomize=JUDGED,  # the same examples each time
)
settings.register_profile("thorough", settings.get_profile("liandong"), max_examples=100)
settings.load_profile("liandong")
HOSTS = {"nameko": "shared.runtime.nameko.main", "plain": "shared.runtime.threads.main"}
CITY_FILES = CommandSettings.from_env().city_files


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that choose the runtime host of the e2e tests and the tests to run."""
    parser.addoption("--host", choices=list(HOSTS), default="nameko", help="for tests/e2e")
    parser.addoption(
        "--slow",
        choices=["without", "only", "with"],
        default="without",
        help="tests of a minute each, and all tests on the other host",
    )
    parser.addoption("--long", action="store_true", help="run the long proofs, and nothing else")


def pytest_sessionstart() -> None:
    """Configure the fonts named by the environment, so that tests can render papers."""
    configure_city_files(CITY_FILES)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers and log exceptions with Python's plain traceback.

    structlog's default, rich with the local variables, takes up to seconds for one traceback.
    """
    renderer = structlog.get_config()["processors"][-1]
    renderer.exception_formatter = structlog.dev.plain_traceback
    config.addinivalue_line("markers", "slow: a test of half a minute or more; only with --slow")
    config.addinivalue_line("markers", "long: a proof of many minutes; only with --long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests that the options exclude; under xdist, sort the longest files first."""
    sorted_out: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        sorted_out[is_wanted(config, item)].append(item)
    config.hook.pytest_deselected(items=sorted_out[False])
    items[:] = sorted_out[True]
    if hasattr(config, "workerinput"):
        sort_for_processes(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedServersScheduling:
    """Return the scheduler that decides which tests may run in parallel under xdist."""
    config.option.loadscopereorder = False  # the workers have already sorted them
    return SharedServersScheduling(config, log)


@pytest.fixture
def configure() -> Iterator[Callable[..., None]]:
    """Yield a function that sets the city's files for one test."""
    yield lambda **files: configure_city_files(CityFiles(**files))
    configure_city_files(CITY_FILES)


@pytest.fixture(scope="session")
def host_module(request: pytest.FixtureRequest) -> str:
    """Return the runtime module that hosts a department, chosen by `--host`."""
    return HOSTS[request.config.getoption("host")]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBroker]:
    """Private broker of this test session."""
    home = tmp_path_factory.mktemp("broker")
    private = PrivateBroker(home)
    private.start()
    yield private
    private.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Embedded store of this test session."""
    home = tmp_path_factory.mktemp("store")
    embedded = EmbeddedStore(home)
    embedded.start()
    yield embedded
    embedded.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def amqp_url(new_vhost: Callable[[], str]) -> str:
    """Address of a virtual host used by no other test."""
    return new_vhost()


@pytest.fixture
def mongo_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address with a database name unique to this test; databases with this prefix are dropped."""
    prefix = f"t{secrets.token_hex(5)}"
    server = os.environ.get("LIANDONG_MONGO_URL") or request.getfixturevalue("store").url()
    url = urlsplit(server)._replace(path=f"/{prefix}").geturl()
    yield url
    drop_databases(url, prefix)


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Yield a function that returns an address with a fresh database name; all are dropped."""
    prefix, numbers = f"s{secrets.token_hex(5)}_", itertools.count(1)
    server = os.environ.get("LIANDONG_MONGO_URL") or request.getfixturevalue("store").url()
    url = urlsplit(server)
    yield lambda: url._replace(path=f"/{prefix}{next(numbers)}").geturl()
    drop_databases(server, prefix)


@pytest.fixture(scope="session")
def new_vhost(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Callable[[], str]]:
    """Yield a function that returns the address of a fresh virtual host on each call."""
    foreign = os.environ.get("LIANDONG_AMQP_URL")
    if foreign:
        rooms = ForeignVhosts(foreign)
        yield rooms.take
        rooms.close()
    else:
        private = request.getfixturevalue("broker")
        yield PrivateVhosts(private, tmp_path_factory.mktemp("definitions")).take


@pytest.fixture(scope="session")
def wait_for() -> Callable[..., None]:
    """Return a function that polls until a condition is true and fails at its deadline."""

    def wait(condition: Callable[[], object], deadline_s: float = 30) -> None:
        end = time.monotonic() + deadline_s
        while not condition():
            assert time.monotonic() < end, f"not true within {deadline_s:g} s"
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="session")
def living_in() -> Callable[[Path], list[int]]:
    """Return a function that lists the processes whose command or environment names a folder."""

    def living(home: Path) -> list[int]:
        folders = [folder for folder in Path("/proc").glob("[0-9]*") if names(folder, home)]
        return sorted({int(folder.name) for folder in folders} - {os.getpid()})

    def names(process: Path, home: Path) -> bool:
        try:
            text = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            return False
        return str(home).encode() in text

    return living
