"""Sealed events: only named recipients can read them, and no part can be moved elsewhere."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from liandong import (
    CannotOpen,
    Envelope,
    Malformed,
    NoRecipientKey,
    OpeningKeys,
    RecipientKey,
    Recipients,
    decode,
    encode,
    is_sealed,
    seal,
    unseal,
)
from liandong.keys.seal_crypto import seal_bytes
from liandong.keys.sealing_keys import sealing_key_id
from liandong.messages.claim_check import claim_of, with_content
from liandong.messages.sealing import binding_of

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
NOW = datetime(2026, 10, 8, tzinfo=UTC)
NAMES = {"suspects": [{"name": "某某无人知晓", "identifier": "140727199001010017"}]}
REFERRAL = Envelope(
    id="01a20a99-0aaf-7158-99bd-fa8d3e83aff9",
    source="//140700.liandong.cn/environment",
    type="cn.liandong.casework.case.referred.v1",
    subject="案-7",
    time=NOW,
    dataschema="urn:liandong:contract:casework.case.referred.v1",
    data=NAMES,
    sequence=1,
    correlationid="01a20a99-0aaf-7158-99bd-fa8d3e83aff0",
    causationid=None,
    actor="clerk-1",
    classification="restricted",
)
PRIVATE = {
    name: X25519PrivateKey.generate()
    for name in ("environment", "public_security", "procuratorate", "agriculture")
}
ORGANS = ("public_security", "procuratorate")


def listed(name, key, **more):
    public = key.public_key()
    return RecipientKey(sealing_key_id(name, public), name, public, OCTOBER, **more)


EVERYBODY = Recipients(listed(name, key) for name, key in PRIVATE.items())
SEALED = seal(REFERRAL, ORGANS, EVERYBODY, NOW)


def keys_of(name):
    return OpeningKeys([PRIVATE[name]], name)


@pytest.mark.parametrize("organ", ["environment", *ORGANS])
def test_who_is_named_reads_it_and_so_does_its_publisher(organ):
    arrived = decode(encode(SEALED))

    assert unseal(arrived, keys_of(organ)) == REFERRAL


def test_who_is_not_named_does_not_and_is_told_who_is():
    with pytest.raises(CannotOpen, match="none of your keys opens it: it is sealed for env"):
        unseal(SEALED, keys_of("agriculture"))


def test_the_bytes_hold_neither_name_nor_number():
    body = encode(SEALED)

    assert is_sealed(SEALED)
    assert "某某无人知晓".encode() not in body
    assert b"140727199001010017" not in body
    assert b"suspects" not in body


def test_the_same_event_is_never_sealed_to_the_same_bytes():
    assert encode(seal(REFERRAL, ORGANS, EVERYBODY, NOW)) != encode(SEALED)


@pytest.mark.parametrize(
    "other",
    [
        {"id": "01a20a99-0aaf-7158-99bd-fa8d3e83aff1"},
        {"type": "cn.liandong.casework.case.referred.v2"},
        {"source": "//140700.liandong.cn/agriculture"},
        {"subject": "案-8"},
    ],
)
def test_a_seal_opens_in_no_other_event(other):
    moved = replace(SEALED, **other)

    with pytest.raises(CannotOpen, match="changed, or belongs to another event"):
        unseal(moved, keys_of("procuratorate"))


@pytest.mark.parametrize("part", ["content", "commitment"])
@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_seal_that_was_changed_does_not_open(part, where, flip):
    told = dict(SEALED.data["sealed"])
    content = bytearray(base64.b64decode(told[part]))
    content[where % len(content)] ^= flip
    told[part] = base64.b64encode(content).decode()

    with pytest.raises(CannotOpen):
        unseal(replace(SEALED, data={"sealed": told}), keys_of("procuratorate"))


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_wrapped_key_that_was_changed_does_not_open(where, flip):
    told = dict(SEALED.data["sealed"])
    [mine] = [key_id for key_id in told["keys"] if key_id.startswith("procuratorate")]
    wrapped = bytearray(base64.b64decode(told["keys"][mine]))
    wrapped[where % len(wrapped)] ^= flip
    told["keys"] = {**told["keys"], mine: base64.b64encode(wrapped).decode()}

    with pytest.raises(CannotOpen):
        unseal(replace(SEALED, data={"sealed": told}), keys_of("procuratorate"))


def test_two_organs_cannot_be_given_different_content():
    """The commitment exposes a publisher who wraps another secret for one recipient."""
    told = dict(SEALED.data["sealed"])
    other = seal_bytes(
        b"{}", binding_of(REFERRAL), [listed("procuratorate", PRIVATE["procuratorate"])]
    )
    [(mine, wrapped)] = other.keys.items()
    told["keys"] = {**told["keys"], mine: base64.b64encode(wrapped).decode()}

    with pytest.raises(CannotOpen, match="not hold the content that its commitment names"):
        unseal(replace(SEALED, data={"sealed": told}), keys_of("procuratorate"))


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.text(max_size=20),
        st.recursive(
            st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
            max_leaves=20,
        ),
    ),
    st.sets(st.sampled_from(sorted(PRIVATE))),
)
def test_whatever_is_sealed_comes_out_again_for_those_named_alone(data, named):
    event = replace(REFERRAL, data=data)

    closed = seal(event, sorted(named), EVERYBODY, NOW)

    for name in PRIVATE:
        if name in {*named, "environment"}:
            assert unseal(closed, keys_of(name)).data == data
        else:
            with pytest.raises(CannotOpen):
                unseal(closed, keys_of(name))


@given(
    st.dictionaries(
        st.sampled_from(["form", "content", "commitment", "keys"]),
        st.none() | st.text(max_size=9) | st.just("liandong-seal-v1") | st.just({"a": "b"}),
    )
)
def test_nonsense_is_refused_as_such(told):
    with pytest.raises(CannotOpen):
        unseal(replace(REFERRAL, data={"sealed": told}), keys_of("procuratorate"))


def test_content_that_is_no_json_object_is_refused():
    for content in (b"[1]", b"{"):
        box = seal_bytes(
            content, binding_of(REFERRAL), [listed("procuratorate", PRIVATE["procuratorate"])]
        )
        told = {
            "form": "liandong-seal-v1",
            "content": base64.b64encode(box.content).decode(),
            "commitment": base64.b64encode(box.commitment).decode(),
            "keys": {name: base64.b64encode(key).decode() for name, key in box.keys.items()},
        }
        with pytest.raises(CannotOpen, match="no JSON"):
            unseal(replace(REFERRAL, data={"sealed": told}), keys_of("procuratorate"))


def test_an_open_event_is_not_taken_for_a_sealed_one():
    assert not is_sealed(REFERRAL)
    assert not is_sealed(replace(REFERRAL, data={"sealed": "是"}))
    with pytest.raises(CannotOpen, match="it is not sealed"):
        unseal(REFERRAL, keys_of("procuratorate"))


def test_nothing_is_sealed_for_somebody_without_a_key():
    with pytest.raises(NoRecipientKey, match="no sealing key of housing is in use"):
        seal(REFERRAL, ("housing",), EVERYBODY, NOW)


@pytest.mark.parametrize(
    "life",
    [
        {"valid_until": NOW},
        {"revoked_at": OCTOBER, "revoked_why": "电脑被盗"},
    ],
)
def test_nothing_is_sealed_for_a_key_that_ended_or_was_revoked(life):
    keys = [listed(name, PRIVATE[name]) for name in ("environment", "procuratorate")]
    dead = listed("public_security", PRIVATE["public_security"], **life)

    with pytest.raises(NoRecipientKey, match="public_security"):
        seal(REFERRAL, ORGANS, Recipients([*keys, dead]), NOW)


def test_while_two_keys_overlap_either_opens():
    new = X25519PrivateKey.generate()
    ending = listed("environment", PRIVATE["environment"], valid_until=NOW + timedelta(hours=1))
    both = Recipients([ending, listed("environment", new)])

    closed = seal(REFERRAL, (), both, NOW)

    for key in (PRIVATE["environment"], new):
        assert unseal(closed, OpeningKeys([key], "environment")) == REFERRAL


def test_it_is_sealed_first_and_then_claimed():
    content = orjson.dumps(SEALED.data)
    claimed = replace(SEALED, data={}, dataref=claim_of(content).dataref)

    fetched = with_content(decode(encode(claimed)), content)

    assert unseal(fetched, keys_of("procuratorate")) == REFERRAL
    with pytest.raises(Malformed, match="sealed before its content is claimed"):
        seal(claimed, ORGANS, EVERYBODY, NOW)
