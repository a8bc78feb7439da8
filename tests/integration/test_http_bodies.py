"""HTTP bodies on both hosts: read completely or refused, in any transfer encoding."""

import json
import socket
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import pytest
from made_up_city import running_city

from liandong.messages.claim_check import LARGEST_CONTENT
from shared.config.http_limits import LARGEST_BODY, LONGEST_LINE, MOST_HEADERS

GOOD = json.dumps({"note": "并水封〔2026〕7号"}).encode()
WAIT_S = 30
END = b"0\r\n\r\n"


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, store, host):
    home, url = tmp_path_factory.mktemp("bodies"), store.url(f"tbodies_{host}")
    with running_city(home, new_vhost(), url, host=host) as city:
        yield city


@pytest.fixture
def link(city) -> Iterator[socket.socket]:
    url = urlsplit(city.addresses["water"])
    with socket.create_connection((url.hostname, url.port), timeout=WAIT_S) as link:
        yield link


def head(city, key: str, *lines: str, token: bool = True, path="/v1/wells/J-1/sealings") -> bytes:
    who = [f"{name}: {value}" for name, value in city.headers("water").items()] if token else []
    told = ["Host: water", "Content-Type: application/json", f"Idempotency-Key: {key}"]
    return "\r\n".join([f"POST {path} HTTP/1.1", *told, *who, *lines, "", ""]).encode()


def chunks(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def answer(link: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Read exactly one answer from a connection; status 0 if it was closed instead."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        if not (more := link.recv(1)):
            return 0, {}, raw
        raw += more
    first, _, rest = raw.partition(b"\r\n")
    lines, _, body = rest.partition(b"\r\n\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines.decode().split("\r\n"))
    while (missing := int(headers.get("content-length", "0")) - len(body)) > 0:
        body += link.recv(missing)
    return int(first.split()[1]), headers, body


def slug(body: bytes) -> str:
    return json.loads(body)["type"].rpartition(":")[2]


def is_closed(link: socket.socket) -> bool:
    try:
        return link.recv(1) == b""
    except ConnectionError:
        return True


def notes(city, well: str) -> list[str]:
    return next((one["notes"] for one in city.all("water", "wells") if one["code"] == well), [])


@pytest.mark.parametrize(
    "body",
    [
        chunks(GOOD) + END,
        chunks(GOOD[:7], GOOD[7:]) + END,
        chunks(*(GOOD[n : n + 1] for n in range(len(GOOD)))) + END,
        chunks(GOOD) + b"0\r\nX-Checksum: 1\r\n\r\n",
        b"%X;name=value\r\n%b\r\n000\r\n\r\n" % (len(GOOD), GOOD),
    ],
)
def test_a_body_in_chunks_is_read_like_one_with_a_length(city, link, request, body):
    well = f"C-{abs(hash(body))}"
    link.sendall(head(city, well, "Transfer-Encoding: chunked", path=f"/v1/wells/{well}/sealings"))
    link.sendall(body)

    status, _, _ = answer(link)

    assert status == HTTPStatus.OK
    assert notes(city, well) == [json.loads(GOOD)["note"]]
    link.sendall(b"GET /healthz HTTP/1.1\r\nHost: water\r\n\r\n")
    assert answer(link)[0] == HTTPStatus.OK


def test_a_stream_of_a_usual_client_arrives(city):
    headers = {**city.headers("water"), "Idempotency-Key": "stream"}
    headers["Content-Type"] = "application/json"
    where = f"{city.addresses['water']}/v1/wells/S-1/sealings"

    told = city.web.post(where, content=iter([GOOD[:5], GOOD[5:]]), headers=headers)

    assert told.status_code == HTTPStatus.OK
    assert notes(city, "S-1") == [json.loads(GOOD)["note"]]


@pytest.mark.parametrize(
    "body",
    [b"zz\r\n", b"-5\r\nabcde\r\n", b"0x5\r\nabcde\r\n", b"5\r\nabcdefgh\r\n0\r\n\r\n", b"\r\n"],
)
def test_broken_chunks_are_refused_and_nothing_is_read_after_them(city, link, body):
    link.sendall(head(city, "broken", "Transfer-Encoding: chunked") + body)

    status, headers, told = answer(link)

    assert (status, slug(told)) == (HTTPStatus.BAD_REQUEST, "incomplete-body")
    assert headers["connection"] == "close"
    assert is_closed(link)


@pytest.mark.parametrize("rest", [b"5\r\nab", b"", b"400\r\n" + GOOD])
def test_a_body_in_chunks_that_does_not_end_is_refused(city, link, rest):
    link.sendall(head(city, "cut", "Transfer-Encoding: chunked") + rest)
    link.shutdown(socket.SHUT_WR)

    status, _, told = answer(link)

    assert (status, slug(told)) == (HTTPStatus.BAD_REQUEST, "incomplete-body")


@pytest.mark.parametrize("sent", [b"", GOOD[:-1], b"{}"])
def test_a_body_shorter_than_its_length_is_refused(city, link, sent):
    link.sendall(head(city, "short", f"Content-Length: {len(GOOD)}") + sent)
    link.shutdown(socket.SHUT_WR)

    status, _, told = answer(link)

    assert (status, slug(told)) == (HTTPStatus.BAD_REQUEST, "incomplete-body")


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: 2", "Transfer-Encoding: chunked"],
        ["Content-Length: 2", "Content-Length: 5"],
        ["Content-Length: +2"],
        ["Content-Length: 1_0"],
        ["Content-Length: -2"],
        ["Content-Length: 2, 2"],
        ["Content-Length:"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: identity"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
    ],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused(city, link, lines):
    link.sendall(head(city, "two-ways", *lines) + b"{}")

    status, headers, told = answer(link)

    assert status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_IMPLEMENTED)
    assert headers["content-type"].startswith("application/problem+json")
    assert "\u4e00" <= json.loads(told)["title"][0] <= "\u9fff"
    assert is_closed(link)


def test_a_body_that_is_truly_none_is_an_empty_object(city, link):
    link.sendall(head(city, "none"))
    first = answer(link)
    link.sendall(head(city, "none", "Transfer-Encoding: chunked") + END)

    for status, _, told in (first, answer(link)):
        assert status == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "note：必填" in json.loads(told)["detail"]


def test_what_is_too_large_in_chunks_is_refused_while_it_comes(city, link):
    link.sendall(head(city, "large", "Transfer-Encoding: chunked"))
    piece = chunks(b" " * 65536)
    for _ in range(LARGEST_BODY // 65536 + 1):
        link.sendall(piece)

    status, _, told = answer(link)

    assert (status, slug(told)) == (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large")


@pytest.mark.parametrize("length", [LARGEST_BODY + 1, 3 * LARGEST_BODY])
def test_after_what_is_too_large_the_client_goes_on(city, length):
    with httpx.Client(base_url=city.addresses["water"], timeout=WAIT_S) as client:
        headers = {**city.headers("water"), "Idempotency-Key": "too-large"}
        headers["Content-Type"] = "application/json"
        for _ in range(3):
            told = client.post("/v1/wells/J-1/sealings", content=b" " * length, headers=headers)
            assert told.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            assert client.get("/v1/wells", headers=headers).status_code == HTTPStatus.OK


def test_a_body_that_nobody_wants_is_not_taken_for_the_next_request(city, link):
    hidden = b"GET /v1/hidden HTTP/1.1\r\nHost: water\r\n\r\n"
    link.sendall(head(city, "hidden", f"Content-Length: {len(hidden)}", token=False) + hidden)
    link.sendall(b"GET /healthz HTTP/1.1\r\nHost: water\r\n\r\n")

    assert answer(link)[0] == HTTPStatus.UNAUTHORIZED
    assert answer(link)[0] == HTTPStatus.OK


def test_an_upload_comes_in_chunks_too_and_within_the_same_limit(city):
    content = b"x" * 300_000
    digest = "0" * 64
    where = f"{city.addresses['water']}/v1/photos/{digest}"
    headers = {**city.headers("water"), "Content-Type": "application/octet-stream"}

    other = city.web.put(where, content=iter([content]), headers=headers)
    large = city.web.put(where, content=iter([bytes(LARGEST_CONTENT), b"!"]), headers=headers)

    assert "SHA-256" in other.json()["detail"]
    assert large.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize(
    ("first", "lines", "status"),
    [
        (f"GET /{'a' * LONGEST_LINE} HTTP/1.1", [], 414),
        ("GET /healthz HTTP/1.1", ["A: " + "a" * LONGEST_LINE], 431),
        ("GET /healthz HTTP/1.1", [f"A-{n}: a" for n in range(MOST_HEADERS)], 431),
        ("GET /healthz HTTP/1.1", [f"A-{n}: {'a' * 8000}" for n in range(9)], 431),
        ("GET /healthz HTTP/1.1", [f"A-{n}: a" for n in range(MOST_HEADERS - 10)], 200),
        ("GET /healthz HTTP/1.1", [f"A-{n}: {'a' * 8000}" for n in range(7)], 200),
        ("nonsense", [], 400),
    ],
)
def test_heads_have_the_same_limits_everywhere(link, first, lines, status):
    link.sendall("\r\n".join([first, "Host: water", *lines, "", ""]).encode())

    told, headers, body = answer(link)

    assert told == status
    if status != HTTPStatus.OK:
        assert headers["content-type"].startswith("application/problem+json")
        assert json.loads(body)["status"] == status
        assert is_closed(link)
