"""The platform on one machine: starts, reports its addresses, recovers, and stops only itself."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pika.exceptions import ChannelClosedByBroker

from liandong.amqp.connection import connect
from liandong.amqp.topology import declare
from shared.broker.topology import topologies
from shared.config.command_settings import CommandSettings
from shared.local.errors import AlreadyRunningError, ChildFailedError, LocalError
from shared.local.ports import LOOPBACK, free_ports
from shared.local.state_file import read_state
from shared.local.supervisor import LocalPlatform

DEPARTMENTS = ["environment", "natural_resources"]
STUB = textwrap.dedent("""
    import http.server, json, os, sys

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            wanted = ("LIANDONG_", "STUB_")
            told = {name: value for name, value in os.environ.items() if name.startswith(wanted)}
            self.wfile.write(json.dumps([sys.argv[1], told]).encode())

    host, port = os.environ["LIANDONG_HTTP_ADDRESS"].split(":")
    http.server.HTTPServer((host, int(port)), Answers).serve_forever()
""")


def stub(department: str) -> list[str]:
    return [sys.executable, "-c", STUB, department]


def build(home: Path, **options) -> LocalPlatform:
    servers = CommandSettings.from_env().external_servers
    options = {
        "say": lambda _: None,
        "command": stub,
        "first_port": free_ports(1)[0],
        "servers": servers,
    } | options
    return LocalPlatform(home, DEPARTMENTS, **options)


@pytest.fixture(autouse=True)
def _own_servers(monkeypatch):
    monkeypatch.delenv("LIANDONG_AMQP_URL", raising=False)
    monkeypatch.delenv("LIANDONG_MONGO_URL", raising=False)


@pytest.fixture(scope="module")
def platform(tmp_path_factory) -> Iterator[LocalPlatform]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LIANDONG_AMQP_URL", raising=False)
        patch.delenv("LIANDONG_MONGO_URL", raising=False)
        home = tmp_path_factory.mktemp("home")
        with build(home, make_keys=lambda place: {"STUB_KEYS": str(place / "keys")}) as started:
            yield started


@pytest.fixture
def servers_of_others(monkeypatch, platform) -> LocalPlatform:
    monkeypatch.setenv("LIANDONG_AMQP_URL", platform.amqp_url)
    monkeypatch.setenv("LIANDONG_MONGO_URL", platform.mongo_url)
    return platform


def test_every_department_is_ready_and_knows_its_servers_and_keys(platform):
    for department in DEPARTMENTS:
        name, told = httpx.get(f"{platform.addresses[department]}/readyz").json()

        assert name == department
        assert told["LIANDONG_AMQP_URL"] == platform.broker.url(user=department)
        assert told["LIANDONG_MONGO_URL"] == platform.store.url()
        assert told["STUB_KEYS"] == str(platform.home / "keys")


def test_every_department_and_partner_has_a_user_with_a_password_of_its_own(platform):
    addresses = platform.amqp_urls

    passwords = {urlsplit(address).password for address in addresses.values()}

    assert {*DEPARTMENTS, "procuratorate", "province"} <= set(addresses)
    assert len(passwords) == len(addresses)
    assert (platform.home / "broker" / "users.json").stat().st_mode & 0o077 == 0


def test_a_user_of_the_platform_may_do_its_own_and_no_more(platform):
    with connect(platform.amqp_urls["environment"], name="test") as connection:
        for part in topologies("environment"):
            declare(connection.channel(), part)
        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            connection.channel().queue_declare("natural_resources.inbox.1", durable=True)


def test_other_commands_find_the_running_platform(platform):
    found = read_state(platform.home)

    assert found == platform.running()
    assert set(found.pids) == {"broker", "store", *DEPARTMENTS}
    assert (platform.home / "platform.json").stat().st_mode & 0o077 == 0


def test_a_second_platform_in_the_same_folder_is_refused(platform):
    with pytest.raises(AlreadyRunningError, match=str(os.getpid())):
        build(platform.home).start()

    assert platform.services["environment"].running


def test_the_servers_named_in_the_environment_are_used_and_left_alone(
    servers_of_others, tmp_path, living_in
):
    with build(tmp_path) as beside:
        assert beside.broker is None
        assert set(beside.running().pids) == set(DEPARTMENTS)

    assert living_in(tmp_path) == []
    assert servers_of_others.broker.running
    assert servers_of_others.store.running


def test_one_user_for_all_is_said(servers_of_others, tmp_path):
    said: list[str] = []

    with build(tmp_path, say=said.append) as beside:
        assert set(beside.amqp_urls.values()) == {servers_of_others.amqp_url}

    assert any("one user for all" in text for text in said)


def test_a_template_gives_each_department_its_user_at_another_broker(
    servers_of_others, tmp_path, monkeypatch
):
    """The passwords are in files, one per user, and never in a setting."""
    passwords, said = tmp_path / "passwords", []
    passwords.mkdir()
    for name in DEPARTMENTS:
        (passwords / name).write_text(urlsplit(servers_of_others.amqp_urls[name]).password)
    place = urlsplit(servers_of_others.amqp_url).netloc.rpartition("@")[2]
    monkeypatch.setenv("LIANDONG_AMQP_URL", f"amqp://{{department}}:{{password}}@{place}/%2F")
    monkeypatch.setenv("LIANDONG_AMQP_PASSWORDS", str(passwords))

    with build(tmp_path / "home", say=said.append) as beside:
        given = {
            name: httpx.get(f"{beside.addresses[name]}/readyz").json()[1]["LIANDONG_AMQP_URL"]
            for name in DEPARTMENTS
        }

    assert given == {name: servers_of_others.amqp_urls[name] for name in DEPARTMENTS}
    assert not any("one user for all" in text for text in said)


def test_a_taken_port_is_replaced_and_said(servers_of_others, tmp_path):
    said: list[str] = []
    taken = int(servers_of_others.addresses["environment"].rpartition(":")[2])

    with build(tmp_path, first_port=taken, say=said.append) as beside:
        assert beside.addresses["environment"] != f"http://{LOOPBACK}:{taken}"

    assert any(f"port {taken} is taken" in text for text in said)


def test_a_server_that_does_not_answer_is_named_by_its_setting(platform, tmp_path, monkeypatch):
    monkeypatch.setenv("LIANDONG_AMQP_URL", f"amqp://a:secret@{LOOPBACK}:{free_ports(1)[0]}/")
    monkeypatch.setenv("LIANDONG_MONGO_URL", platform.mongo_url)

    with pytest.raises(LocalError, match="LIANDONG_AMQP_URL") as failure:
        build(tmp_path).start()

    assert "secret" not in str(failure.value)


def test_a_department_that_fails_takes_the_others_down_with_it(
    servers_of_others, tmp_path, living_in
):
    def broken(department: str) -> list[str]:
        failing = [sys.executable, "-c", f"raise SystemExit('公章丢失 {tmp_path}')"]
        return failing if department == "natural_resources" else [*stub(department), str(tmp_path)]

    with pytest.raises(ChildFailedError, match="公章丢失"):
        build(tmp_path, command=broken).start()

    assert living_in(tmp_path) == []
    assert read_state(tmp_path) is None


def supervisor(home: Path) -> subprocess.Popen[str]:
    """Start a platform in its own process, which watches until it is interrupted."""
    code = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from shared.local.supervisor import LocalPlatform
        stub = lambda name: [sys.executable, "-c", {STUB!r}, name, {str(home)!r}]
        say = lambda text: print(text, flush=True)
        try:
            with LocalPlatform(Path({str(home)!r}), {DEPARTMENTS!r}, say=say, command=stub,
                               first_port={free_ports(1)[0]}) as platform:
                print("UP", flush=True)
                platform.watch()
        except KeyboardInterrupt:
            print("ENDED", flush=True)
    """)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def read_until(process: subprocess.Popen[str], wanted: str) -> None:
    for line in process.stdout:
        if wanted in line:
            return
    raise AssertionError(f"the supervisor ended before it said {wanted}")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_stops_every_process_it_started(tmp_path, how, living_in):
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    process = supervisor(tmp_path)
    read_until(process, "UP")
    assert len(living_in(tmp_path)) >= 5

    process.send_signal(how)

    read_until(process, "ENDED")
    assert process.wait(30) == 0
    assert [pid for pid in living_in(tmp_path) if pid != process.pid] == []
    assert read_state(tmp_path) is None
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()
    process.stdout.close()


@pytest.mark.slow
def test_a_killed_supervisor_leaves_nothing_and_the_next_start_cleans_up(
    tmp_path, living_in, wait_for
):
    process = supervisor(tmp_path)
    read_until(process, "UP")
    assert (tmp_path / "platform.json").exists()

    process.kill()
    process.wait()
    process.stdout.close()

    wait_for(lambda: living_in(tmp_path) == [])
    assert read_state(tmp_path) is None
    said: list[str] = []
    with build(tmp_path, say=said.append) as again:
        assert read_state(tmp_path) == again.running()
    assert any("did not end in good order" in text for text in said)


@pytest.mark.slow
def test_whatever_is_killed_is_started_again_where_it_was(tmp_path, wait_for):
    process = supervisor(tmp_path)
    read_until(process, "UP")
    before = json.loads((tmp_path / "platform.json").read_text())

    for pid in before["pids"].values():
        os.kill(pid, signal.SIGKILL)

    def ready() -> bool:
        try:
            answers = [httpx.get(f"{url}/readyz") for url in before["services"].values()]
        except httpx.HTTPError:
            return False
        return all(answer.status_code == HTTPStatus.OK for answer in answers)

    read_until(process, "natural_resources ended")
    wait_for(ready)
    process.send_signal(signal.SIGINT)
    read_until(process, "ENDED")
    process.wait()
    process.stdout.close()
