"""Fetching content: bounded in time and size, and verified by its hash."""

import socket
from datetime import UTC, datetime

import pytest
from publisher_given import head, publisher

from liandong.messages.claim_check import Refused, Unreachable, WrongContent, claim_of, fetch
from liandong.messages.verify import load_signer, make_keys

NOW = datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
CONTENT = b'{"report":"' + b"x" * 300_000 + b'"}'
DATAREF = claim_of(CONTENT).dataref
SHORT_S = 0.3


@pytest.fixture
def signer(tmp_path):
    make_keys(tmp_path, ("agriculture",), NOW)
    return load_signer(tmp_path / "agriculture.key.pem")


def test_content_is_fetched_with_a_signed_header(signer):
    with publisher(head(len(CONTENT)), CONTENT) as made:
        got = fetch(made.address, "environment", DATAREF, signer, now=NOW)

    assert got == CONTENT
    asked = made.asked.decode()
    assert asked.startswith(f"GET /v1/blobs/{claim_of(CONTENT).digest} HTTP/1.1")
    assert f"Authorization: Liandong {signer.key_id}:2026-10-08T01:30:00Z:" in asked


def test_a_publisher_may_live_under_a_path(signer):
    with publisher(head(len(CONTENT)), CONTENT) as made:
        fetch(f"{made.address}/environment/", "environment", DATAREF, signer)

    assert made.asked.startswith(b"GET /environment/v1/blobs/")


def test_content_with_one_bit_changed_is_refused(signer):
    changed = CONTENT.replace(b"report", b"rEport")

    with publisher(head(len(CONTENT)), changed) as made, pytest.raises(WrongContent, match="hash"):
        fetch(made.address, "environment", DATAREF, signer)


@pytest.mark.parametrize("length", [len(CONTENT) - 1, len(CONTENT) + 1, 10**12])
def test_another_length_is_refused_before_anything_is_read(signer, length):
    with (
        publisher(head(length), stays=True) as made,
        pytest.raises(WrongContent, match=f"offers {length} bytes"),
    ):
        fetch(made.address, "environment", DATAREF, signer)


def test_content_of_no_told_length_is_refused(signer):
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"

    with publisher(answer, stays=True) as made, pytest.raises(WrongContent, match="offers None"):
        fetch(made.address, "environment", DATAREF, signer)


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_a_refusal_is_told_in_the_publishers_words(signer, status):
    with (
        publisher(head(12, status), "无权办理".encode()) as made,
        pytest.raises(Refused, match=f"{status[:3]}: 无权办理"),
    ):
        fetch(made.address, "environment", DATAREF, signer)


def test_a_publisher_in_trouble_may_be_asked_again(signer):
    busy = head(0, "503 Service Unavailable")

    with publisher(busy) as made, pytest.raises(Unreachable, match="503"):
        fetch(made.address, "environment", DATAREF, signer)


def test_a_publisher_that_breaks_off_may_be_asked_again(signer):
    with (
        publisher(head(len(CONTENT)), CONTENT[:1000]) as made,
        pytest.raises(Unreachable, match="broke off after 1000"),
    ):
        fetch(made.address, "environment", DATAREF, signer)


@pytest.mark.parametrize("parts", [(), (head(len(CONTENT)),), (head(len(CONTENT)), b"{")])
def test_a_publisher_that_says_no_more_is_not_waited_for(signer, parts):
    with publisher(*parts, stays=True) as made, pytest.raises(Unreachable, match="time"):
        fetch(made.address, "environment", DATAREF, signer, timeout_s=SHORT_S)


def test_nobody_at_the_address_is_told(signer):
    with publisher() as made:
        address = made.address
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(b"\r\n\r\n")

    with pytest.raises(Unreachable, match=f"environment does not answer at {address}"):
        fetch(address, "environment", DATAREF, signer)


@pytest.mark.parametrize("address", ["", "environment:8080", "file:///etc/passwd", "http://:x"])
def test_what_is_no_address_is_told(signer, address):
    with pytest.raises(Unreachable):
        fetch(address, "environment", DATAREF, signer)
