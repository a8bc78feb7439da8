"""Slow clients on both hosts: they are disconnected, and other clients are served."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from made_up_city import running_city

LIMITS = {
    "LIANDONG_HTTP_IDLE_S": "4",
    "LIANDONG_HTTP_HEAD_S": "3",
    "LIANDONG_HTTP_BODY_S": "3",
}
END_S = 60
Send = Callable[[socket.socket], object]


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, store, host):
    home, url = tmp_path_factory.mktemp("pace"), store.url(f"tpace_{host}")
    with running_city(home, new_vhost(), url, host=host, more=LIMITS) as city:
        yield city


@pytest.fixture
def crowd(city) -> Iterator[Callable[[int, bytes], list[socket.socket]]]:
    """Yield a function that opens connections and sends the same bytes on each."""
    url = urlsplit(city.addresses["water"])
    with ExitStack() as stack:

        def come(count: int, sent: bytes) -> list[socket.socket]:
            links = []
            for _ in range(count):
                link = socket.create_connection((url.hostname, url.port), timeout=END_S)
                links.append(stack.enter_context(link))
                link.sendall(sent)
            return links

        yield come


def read_to_end(link: socket.socket) -> bytes:
    """Read until the peer closes; the test's own time-out fails it."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while more := link.recv(65536):
            found += more
    return found


def begun(city, *, token: bool) -> bytes:
    who = city.headers("water")["Authorization"] if token else "none"
    return (
        "POST /v1/wells/J-1/sealings HTTP/1.1\r\nHost: water\r\nContent-Type: application/json\r\n"
        f"Authorization: {who}\r\nIdempotency-Key: slow\r\nContent-Length: 500\r\n\r\n"
        '{"note": '
    ).encode()


def test_half_sent_headers_slow_bodies_and_silence_are_ended_and_others_are_served(city, crowd):
    halves = crowd(300, b"GET /v1/wells HTTP/1.1\r\nHost: wat")
    slow = crowd(200, begun(city, token=True))
    strangers = crowd(50, begun(city, token=False))
    silent = crowd(1000, b"")

    assert city.seal("J-1", "甲", key="beside").status_code == HTTPStatus.OK

    for link in halves:
        assert read_to_end(link).startswith(b"HTTP/1.1 408")
    for link in slow:
        assert read_to_end(link).startswith(b"HTTP/1.1 408")
    for link in strangers:
        assert read_to_end(link).startswith(b"HTTP/1.1 401")
    for link in silent:
        assert read_to_end(link) == b""
    assert city.seal("J-1", "乙", key="after").status_code == HTTPStatus.OK


def test_a_connection_between_two_requests_is_ended(crowd):
    links = crowd(20, b"GET /healthz HTTP/1.1\r\nHost: water\r\n\r\n")

    for link in links:
        told = read_to_end(link)
        assert told.startswith(b"HTTP/1.1 200")
        assert told.count(b"HTTP/1.1") == 1


def test_a_body_that_comes_slowly_but_comes_is_read(city, crowd):
    """Takes longer than `body_s` in total, but is faster than `body_rate`."""
    body = b'{"note": "' + b"a" * 30 + b'"}' + b" " * 100_000
    sent = begun(city, token=True).partition(b'{"note"')[0]
    sent = sent.replace(b"Content-Length: 500", b"Content-Length: %d" % len(body))
    (link,) = crowd(1, sent.replace(b"Key: slow", b"Key: steady"))
    piece = len(body) // 8

    for begin in range(0, len(body), piece):
        link.sendall(body[begin : begin + piece])
        time.sleep(0.6)

    assert link.recv(65536).startswith(b"HTTP/1.1 200")


def test_headers_that_come_one_by_one_are_ended_all_the_same(crowd):
    (link,) = crowd(1, b"GET /v1/wells HTTP/1.1\r\n")
    told = b""
    link.settimeout(0.3)
    for _ in range(END_S * 3):
        try:
            link.sendall(b"A: b\r\n")
            told = link.recv(65536)
        except TimeoutError:
            continue
        except ConnectionError:
            break
        break

    assert told.startswith(b"HTTP/1.1 408")
