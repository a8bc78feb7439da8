"""The private broker: survives a kill, is isolated, and leaves no process behind."""

import json
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pika
import pytest

from liandong.amqp.definitions import HASHING
from shared.local.broker.node import PrivateBroker
from shared.local.errors import AlreadyRunningError, LocalError, NotInstalledError
from shared.local.processes.sessions import session_members
from shared.local.store import EmbeddedStore

DURABLE = pika.BasicProperties(delivery_mode=2)
QUORUM = {"x-queue-type": "quorum"}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[PrivateBroker]:
    home = tmp_path_factory.mktemp("own") / "联动 某某市"
    private = PrivateBroker(home, vhosts=["/", "晋中/140700"])
    private.start()
    yield private
    private.stop()


def connect(url: str) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.URLParameters(url))


def test_a_folder_with_a_chinese_name_is_no_obstacle(own):
    """RabbitMQ reads its settings as Latin-1; they may contain no other characters."""
    assert own.running
    assert "联动" in str(own.home)
    assert (own.home / "rabbitmq.conf").read_bytes().isascii()


def test_a_confirmed_message_survives_a_killed_broker(own):
    channel = connect(own.url()).channel()
    channel.queue_declare("natural_resources.inbox.0", durable=True, arguments=QUORUM)
    channel.confirm_delivery()
    own.sync_to_disk()
    channel.basic_publish("", "natural_resources.inbox.0", b"140728-0007", DURABLE)
    address = own.url()

    own.kill()
    own.start()

    assert own.url() == address
    with closing(connect(own.url())) as connection:
        _, _, body = connection.channel().basic_get("natural_resources.inbox.0", auto_ack=True)
    assert body == b"140728-0007"


def test_the_plugin_for_partitioned_inboxes_is_on(own):
    with closing(connect(own.url())) as connection:
        connection.channel().exchange_declare(
            "agriculture.inbox", "x-consistent-hash", durable=True
        )

    assert "agriculture.inbox" in own.ctl("list_exchanges", "name")


def test_a_virtual_host_may_have_any_name(own):
    with closing(connect(own.url("晋中/140700"))) as connection:
        assert connection.is_open


def test_a_guest_is_not_let_in(own):
    guest = own.url().replace(own.identity.password, "guest").replace("liandong:", "guest:")

    with pytest.raises(pika.exceptions.ProbableAuthenticationError):
        connect(guest)


def test_secrets_are_the_owners_alone(own):
    for name in ("node.json", "definitions.json", ".erlang.cookie"):
        assert stat.S_IMODE((own.home / name).stat().st_mode) & 0o077 == 0
    for pid in session_members(own.pid):
        assert own.identity.password.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.slow
def test_users_that_are_defined_get_passwords_that_last(tmp_path):
    vhost = "/"
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    clerks = {
        "users": [{"name": "water", "hashing_algorithm": HASHING, "tags": []}],
        "permissions": [{"user": "water", "vhost": vhost, **everything}],
    }
    first = PrivateBroker(tmp_path, definitions=lambda: clerks)
    first.start()
    address = first.url(user="water")
    connect(address).close()
    first.stop()

    again = PrivateBroker(tmp_path, definitions=lambda: clerks)
    again.start()

    assert again.url(user="water") == address
    assert again.users() == ["water"]
    connect(address).close()
    with pytest.raises(LocalError, match="housing"):
        again.url(user="housing")
    again.stop()


def test_every_listener_is_on_loopback(own):
    listening = own.ctl("eval", "[A || {listener,_,_,_,A,_,_} <- ets:tab2list(rabbit_listener)].")
    addresses = own.ctl(
        "eval",
        "[inet:sockname(P) || P <- erlang:ports(), "
        'erlang:port_info(P, name) == {name, "tcp_inet"}].',
    )

    assert "{127,0,0,1}" in listening
    assert "{0,0,0,0" not in addresses


def test_a_broker_beside_another_disturbs_nothing_and_leaves_no_process(own, tmp_path, living_in):
    beside = PrivateBroker(tmp_path)
    with closing(connect(own.url())) as connection:
        beside.start()
        connect(beside.url()).close()
        assert beside.identity.node != own.identity.node
        assert len(living_in(tmp_path)) >= 2

        beside.stop()

        assert living_in(tmp_path) == []
        connection.process_data_events()
        assert connection.is_open
    assert own.running
    assert "liandong" in own.ctl("list_users")


def test_a_second_holder_of_the_same_folder_is_refused(own):
    with pytest.raises(AlreadyRunningError, match="already in use"):
        PrivateBroker(own.home).start()

    assert own.running


@pytest.mark.slow
def test_the_management_page_is_there_when_asked_for(tmp_path):
    private = PrivateBroker(tmp_path, management_port=0)
    private.start()

    login = ("liandong", private.identity.password)
    answer = httpx.get(f"{private.management_url}/api/overview", auth=login)

    assert answer.json()["node"] == private.identity.node
    private.stop()


def test_a_wrong_command_to_the_broker_says_why(own):
    with pytest.raises(LocalError, match="list_nothing"):
        own.ctl("list_nothing")


def test_a_machine_without_a_server_is_told_what_to_do(tmp_path):
    with pytest.raises(NotInstalledError, match="docker compose up"):
        PrivateBroker(tmp_path / "home", scripts=tmp_path).start()


def test_a_command_to_a_broker_that_does_not_run_starts_nothing(tmp_path, living_in):
    with pytest.raises(LocalError, match="does not run"):
        PrivateBroker(tmp_path).ctl("list_queues")

    assert living_in(tmp_path) == []


@pytest.mark.slow
def test_a_killed_supervisor_leaves_no_server_alive(tmp_path, living_in, wait_for):
    supervisor = textwrap.dedent(f"""
        import json, time
        from pathlib import Path
        from shared.local.broker.node import PrivateBroker
        from shared.local.store import EmbeddedStore
        broker = PrivateBroker(Path({str(tmp_path)!r}) / "broker")
        store = EmbeddedStore(Path({str(tmp_path)!r}) / "store")
        broker.start()
        store.start()
        print(json.dumps([broker.pid, store.pid]), flush=True)
        time.sleep(300)
    """)
    parent = subprocess.Popen([sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True)
    broker_pid, store_pid = json.loads(parent.stdout.readline())
    assert {broker_pid, store_pid} <= set(living_in(tmp_path))

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    wait_for(lambda: living_in(tmp_path) == [])
    broker, store = PrivateBroker(tmp_path / "broker"), EmbeddedStore(tmp_path / "store")
    broker.start()
    store.start()
    connect(broker.url()).close()
    store.stop()
    broker.stop()
