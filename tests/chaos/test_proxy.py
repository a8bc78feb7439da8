"""The TCP proxy between a service and a server: it passes, cuts, stalls, slows and drops data."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from testbed.network.link_rules import PASS, directions_of
from testbed.network.proxy import ProxyLink, ProxyLoop

LOOPBACK = "127.0.0.1"
pytestmark = pytest.mark.chaos


def echo_for_ever(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=echo, args=(connection,), daemon=True).start()


def echo(connection: socket.socket) -> None:
    with connection:
        try:
            while heard := connection.recv(65_536):
                connection.sendall(heard)
        except OSError:
            return


@pytest.fixture
def link() -> Iterator[ProxyLink]:
    with socket.create_server((LOOPBACK, 0)) as server:
        threading.Thread(target=echo_for_ever, args=(server,), daemon=True).start()
        loop = ProxyLoop()
        made = ProxyLink("water-broker", server.getsockname()[1], loop)
        yield made
        made.close()
        loop.stop()


@pytest.fixture
def client(link) -> Iterator[socket.socket]:
    with socket.create_connection((LOOPBACK, link.port), timeout=10) as connection:
        assert ask(connection, b"ready") == b"ready"
        yield connection


def ask(connection: socket.socket, words: bytes) -> bytes:
    connection.sendall(words)
    heard = b""
    while len(heard) < len(words) and (more := connection.recv(65_536)):
        heard += more
    return heard


def is_silent(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b"never"
    except TimeoutError:
        return True
    finally:
        connection.settimeout(10)


def test_a_link_passes_what_it_is_given(client):
    words = b"x" * 1_000_000

    assert ask(client, words) == words


def test_a_reset_is_seen_as_a_reset(link, client):
    link.cut("rst")

    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_a_fin_is_seen_as_an_end(link, client):
    link.cut("fin")

    assert client.recv(1) == b""


@pytest.mark.parametrize("way", ["up", "down", "both"])
def test_a_stalled_link_is_silent_and_then_passes_everything(link, client, way):
    link.apply(PASS.limited(0.0, directions_of(way)))
    client.sendall(b"late")

    assert is_silent(client, 0.3)

    link.heal()
    assert client.recv(4) == b"late"


def test_a_slow_link_takes_its_time(link, client):
    link.apply(PASS.limited(1_000.0, directions_of("up")))
    began = time.monotonic()

    assert ask(client, b"x" * 500) == b"x" * 500

    assert time.monotonic() - began > 0.3


def test_a_client_whose_server_is_gone_hears_nothing_until_the_line_is_found_dead(link, client):
    link.cut("torn")
    client.sendall(b"hello?")

    assert is_silent(client, 0.3)

    link.heal()
    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_a_new_connection_works_while_an_old_one_is_torn(link, client):
    link.cut("torn")

    with socket.create_connection((LOOPBACK, link.port), timeout=10) as fresh:
        assert ask(fresh, b"here") == b"here"
