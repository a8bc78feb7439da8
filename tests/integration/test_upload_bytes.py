"""File upload and download over HTTP, on both hosts: up to the size limit, and refusals."""

import hashlib
import random
from http import HTTPStatus

import httpx
import pytest
from made_up_city import running_city

from liandong.messages.claim_check import LARGEST_CONTENT
from shared.web.requests import BYTES

LARGE = random.Random(7).randbytes(LARGEST_CONTENT)


@pytest.fixture(scope="module")
def city(tmp_path_factory, new_vhost, store, host):
    home, url = tmp_path_factory.mktemp("bytes"), store.url(f"tbytes_{host}")
    with running_city(home, new_vhost(), url, host=host) as city:
        yield city


@pytest.fixture(scope="module")
def water(city):
    headers = {**city.headers("water"), "Content-Type": BYTES}
    with httpx.Client(base_url=city.addresses["water"], timeout=60, headers=headers) as client:
        yield client


def place_of(content: bytes) -> str:
    return f"/v1/photos/{hashlib.sha256(content).hexdigest()}"


def test_the_largest_content_comes_in_and_out_byte_for_byte_and_twice_is_once(water):
    place = place_of(LARGE)

    first = water.put(place, content=LARGE)
    again = water.put(place, content=LARGE)
    given = water.get(place)

    assert (first.status_code, again.json()) == (HTTPStatus.OK, first.json())
    assert first.json()["size"] == LARGEST_CONTENT
    assert given.content == LARGE
    assert given.headers["content-type"] == BYTES


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"other", BYTES, HTTPStatus.UNPROCESSABLE_ENTITY),
        (LARGE + b"!", BYTES, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (b"{}", "application/json", HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    ],
)
def test_what_is_no_upload_is_refused_in_chinese(water, content, kind, status):
    refused = water.put(place_of(b"photo"), content=content, headers={"Content-Type": kind})

    assert refused.status_code == status
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert water.get(place_of(b"photo")).status_code == HTTPStatus.NOT_FOUND


def test_nobody_uploads_without_a_token(city):
    answer = httpx.put(f"{city.addresses['water']}{place_of(b'x')}", content=b"x")

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
