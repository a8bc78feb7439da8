"""Live servers for the tests: one broker and one store per run, a fresh room in each per test.

Set LIANDONG_AMQP_URL or LIANDONG_MONGO_URL to prove the same tests on other servers. A foreign
broker must have its management API on (LIANDONG_RABBITMQ_API, by default port 15672 of its host).
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import structlog
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from shared.local.broker.node import PrivateBroker
from shared.local.store import EmbeddedStore

settings.register_profile(
    "liandong",
    deadline=None,  # a slow machine is no fault
    derandomize="CI" in os.environ,  # a submission is judged by the same examples every time
)
settings.register_profile("quick", settings.get_profile("liandong"), max_examples=20)
settings.load_profile("liandong")
HOSTS = {"nameko": "shared.runtime.nameko.main", "plain": "shared.runtime.threads.main"}
VHOSTS_AT_A_TIME = 20
ALL = {"configure": ".*", "write": ".*", "read": ".*"}


ON_BOTH_HOSTS = {
    "test_crash.py",
    "test_http.py",
    "test_http_bodies.py",
    "test_http_pace.py",
    "test_outages.py",
    "test_plain.py",
    "test_roles.py",
    "test_upload_bytes.py",
}
"""Tests of what a host does itself; all others are slow on a host that is not the default one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say what the departments of the e2e tests run on, and which tests run."""
    parser.addoption("--host", choices=list(HOSTS), default="nameko", help="for tests/e2e")
    parser.addoption(
        "--slow",
        choices=["without", "only", "with"],
        default="without",
        help="tests of a minute each, and all tests on the other host",
    )
    parser.addoption("--long", action="store_true", help="run the long proofs, and nothing else")


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known; print the traceback of a logged error as Python does.

    structlog's own choice, rich with the local variables, takes up to seconds for one traceback.
    """
    renderer = structlog.get_config()["processors"][-1]
    renderer.exception_formatter = structlog.dev.plain_traceback
    config.addinivalue_line("markers", "slow: a test of about a minute; only with --slow")
    config.addinivalue_line("markers", "long: a proof of many minutes; only with --long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose by what was asked for."""
    sorted_out: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        sorted_out[is_wanted(config, item)].append(item)
    config.hook.pytest_deselected(items=sorted_out[False])
    items[:] = sorted_out[True]


def is_wanted(config: pytest.Config, item: pytest.Item) -> bool:
    """Tell whether a test belongs to this run."""
    is_long = item.get_closest_marker("long") is not None
    if is_long or config.getoption("--long"):
        return is_long and bool(config.getoption("--long"))
    asked = config.getoption("--slow")
    return asked == "with" or is_slow(item) == (asked == "only")


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test takes about a minute, or repeats another one on the second host."""
    called = getattr(item, "callspec", None)
    host = called.params.get("host") if called else None
    repeats = host == "plain" and item.path.name not in ON_BOTH_HOSTS
    return repeats or item.get_closest_marker("slow") is not None


class ByServers(LoadScopeScheduling):
    """Keeps a file's tests in one process, and all of e2e, which share the running platform."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "e2e" if "/e2e/" in file else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByServers:
    """Say which tests may run beside each other, where several processes run them."""
    return ByServers(config, log)


@pytest.fixture(scope="session")
def host_module(request: pytest.FixtureRequest) -> str:
    """The module that hosts a department, as `--host` says."""
    return HOSTS[request.config.getoption("host")]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBroker]:
    """Private broker of this run."""
    home = tmp_path_factory.mktemp("broker")
    private = PrivateBroker(home)
    private.start()
    yield private
    private.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Embedded store of this run."""
    home = tmp_path_factory.mktemp("store")
    embedded = EmbeddedStore(home)
    embedded.start()
    yield embedded
    embedded.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def amqp_url(new_vhost: Callable[[], str]) -> str:
    """Address of a virtual host that no other test has used."""
    return new_vhost()


@pytest.fixture
def mongo_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address with a database name of this test alone; databases that begin so are dropped."""
    prefix = f"t{secrets.token_hex(5)}"
    server = os.environ.get("LIANDONG_MONGO_URL") or request.getfixturevalue("store").url()
    url = urlsplit(server)._replace(path=f"/{prefix}").geturl()
    yield url
    drop_databases(url, prefix)


@pytest.fixture(scope="session")
def new_vhost(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Callable[[], str]]:
    """Give a function that returns the address of a fresh virtual host each time."""
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
    """Give a function that waits until a condition holds and fails at its deadline."""

    def wait(condition: Callable[[], object], deadline_s: float = 30) -> None:
        end = time.monotonic() + deadline_s
        while not condition():
            assert time.monotonic() < end, f"not true within {deadline_s:g} s"
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="session")
def living_in() -> Callable[[Path], list[int]]:
    """Give a function that lists processes whose command or environment names a folder."""

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


class PrivateVhosts:
    """Virtual hosts of the private broker, made in batches: 30 ms each instead of 900."""

    def __init__(self, private: PrivateBroker, folder: Path) -> None:
        self._broker = private
        self._file = folder / "vhosts.json"
        self._spare: list[str] = []

    def take(self) -> str:
        """Return the address of a fresh virtual host."""
        if not self._spare:
            self._spare = [f"t{secrets.token_hex(5)}" for _ in range(VHOSTS_AT_A_TIME)]
            self._file.write_text(json.dumps(self._definitions()))
            self._broker.ctl("import_definitions", str(self._file))
        return self._broker.url(self._spare.pop())

    def _definitions(self) -> dict[str, object]:
        user = urlsplit(self._broker.url()).username
        return {
            "vhosts": [{"name": name} for name in self._spare],
            "permissions": [{"user": user, "vhost": name, **ALL} for name in self._spare],
        }


class ForeignVhosts:
    """Virtual hosts of a broker that is not ours, made and removed by its management API."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        api = os.environ.get("LIANDONG_RABBITMQ_API", f"http://{self._url.hostname}:15672")
        user, password = self._url.username or "guest", self._url.password or "guest"
        self._user = user
        self._api = httpx.Client(base_url=f"{api}/api", auth=(user, password))
        self._made: list[str] = []

    def take(self) -> str:
        """Return the address of a fresh virtual host."""
        name = f"t{secrets.token_hex(5)}"
        self._api.put(f"/vhosts/{name}").raise_for_status()
        self._api.put(f"/permissions/{name}/{self._user}", json=ALL).raise_for_status()
        self._made.append(name)
        return self._url._replace(path=f"/{name}").geturl()

    def close(self) -> None:
        """Remove what was made."""
        for name in self._made:
            self._api.delete(f"/vhosts/{name}").raise_for_status()


def drop_databases(url: str, prefix: str) -> None:
    """Drop every database whose name begins with the prefix."""
    from pymongo import MongoClient  # noqa: PLC0415 - not before a test could patch with eventlet

    with MongoClient(url) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)
