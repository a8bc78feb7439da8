"""Claim check: content is referenced by its hash, and only a trusted signer may request it."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong import BadSignature, Envelope, Malformed, decode, encode
from liandong.envelope.validation import LARGEST_CONTENT
from liandong.messages.claim_check import Claim, claim_in, claim_of, with_content
from liandong.messages.request_signature import FRESH, authorization, verify_requester
from liandong.messages.verify import load_key_ring, load_signer, make_keys, revoke_key

NOW = datetime(2026, 10, 8, 1, 30, tzinfo=UTC)
CONTENT = '{"report":"镉超标"}'.encode()
CLAIM = claim_of(CONTENT)
SECOND = timedelta(seconds=1)
REPORT = Envelope(
    id="e-1",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.environment.survey.reported.v1",
    subject="140728-0007",
    time=NOW,
    dataschema="urn:liandong:contract:environment.survey.reported.v1",
    data={},
    sequence=1,
    correlationid="c-1",
    causationid=None,
    actor="clerk-1",
    classification="internal",
    dataref=CLAIM.dataref,
)


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, ("environment", "agriculture"), NOW - timedelta(days=30))
    return tmp_path


@pytest.fixture
def ring(keys):
    return load_key_ring(keys / "trust.json")


@pytest.fixture
def header(keys):
    signer = load_signer(keys / "agriculture.key.pem")
    return authorization(CLAIM.digest, "environment", signer, NOW)


def test_a_dataref_travels_and_leads_back_to_its_claim():
    told = decode(encode(REPORT))

    assert told == REPORT
    assert claim_in(told) == CLAIM
    assert claim_in(replace(REPORT, dataref=None)) is None


@given(st.dictionaries(st.text(), st.integers(-(2**53), 2**53)))
def test_an_event_is_whole_again_once_its_content_is_back(data):
    whole = replace(REPORT, data=data, dataref=None)
    content = encode(whole).partition(b'"data":')[2][:-1]

    assert with_content(replace(REPORT, dataref=claim_of(content).dataref), content) == whole


@pytest.mark.parametrize(
    "dataref",
    [
        "https://example.cn/report",
        CLAIM.dataref.upper(),
        CLAIM.dataref + " ",
        f"urn:liandong:blob:sha256:{'0' * 63}:5",
        f"urn:liandong:blob:sha256:{'0' * 64}:0",
        f"urn:liandong:blob:sha256:{'0' * 64}:05",
        Claim("0" * 64, LARGEST_CONTENT + 1).dataref,
    ],
)
def test_a_wrong_dataref_is_named(dataref):
    body = encode(REPORT).replace(CLAIM.dataref.encode(), dataref.encode())

    with pytest.raises(Malformed, match=r"^dataref: "):
        decode(body)


def test_an_event_has_either_data_or_a_dataref():
    with pytest.raises(Malformed, match=r"^data: must be empty"):
        encode(replace(REPORT, data={"report": "镉"}))


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff", b"null"])
def test_content_that_is_no_object_is_refused(content):
    with pytest.raises(Malformed, match=r"^dataref: the content"):
        with_content(REPORT, content)


def test_who_asks_is_known_by_the_key(header, ring):
    assert verify_requester(header, CLAIM.digest, "environment", ring, NOW) == "agriculture"


@pytest.mark.parametrize("late", [FRESH, -FRESH])
def test_a_clock_may_be_wrong_by_five_minutes(header, ring, late):
    assert verify_requester(header, CLAIM.digest, "environment", ring, NOW + late) == "agriculture"


@pytest.mark.parametrize("late", [FRESH + SECOND, -FRESH - SECOND])
def test_an_old_header_and_one_from_the_future_are_refused(header, ring, late):
    with pytest.raises(BadSignature, match="more than 5 minutes"):
        verify_requester(header, CLAIM.digest, "environment", ring, NOW + late)


@pytest.mark.parametrize(
    ("digest", "publisher"), [("0" * 64, "environment"), (CLAIM.digest, "agriculture")]
)
def test_a_header_serves_for_one_content_of_one_publisher(header, ring, digest, publisher):
    with pytest.raises(BadSignature, match="wrong signature"):
        verify_requester(header, digest, publisher, ring, NOW)


def test_a_header_of_another_time_is_not_what_was_signed(header, ring):
    moved = header.replace("01:30:00Z", "01:30:01Z")

    with pytest.raises(BadSignature, match="wrong signature"):
        verify_requester(moved, CLAIM.digest, "environment", ring, NOW)


def test_a_revoked_key_asks_no_more(header, keys):
    revoke_key(keys, load_signer(keys / "agriculture.key.pem").key_id, "遗失", NOW)

    with pytest.raises(BadSignature, match="遗失"):
        verify_requester(
            header, CLAIM.digest, "environment", load_key_ring(keys / "trust.json"), NOW
        )


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer abc",
        "Liandong",
        "Liandong agriculture-1",
        "Liandong agriculture-1:2026-10-08T01:30:00Z:中文",
        "Liandong agriculture-1:yesterday:AAAA",
        "Liandong nobody-1:2026-10-08T01:30:00Z:AAAA",
        f"Liandong agriculture-1::{base64.b64encode(b'x').decode()}",
    ],
)
def test_a_header_of_another_form_is_refused(header, ring):
    with pytest.raises(BadSignature):
        verify_requester(header, CLAIM.digest, "environment", ring, NOW)
