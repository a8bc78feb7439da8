"""The chaos run's hostile messages: each variant has the fault that its name states."""

import pytest

from chaos.faults.fault_kinds import BY_NAME
from chaos.hostile_messages import COUNT, HOSTILE, VARIANTS, messages_of
from liandong.errors import BadSignature, Malformed
from liandong.messages.verify import load_key_ring, load_signer, make_keys, open_message
from shared.clock.system import system_clock

SEED = 7


@pytest.fixture
def folder(tmp_path):
    make_keys(tmp_path, ["water", HOSTILE], system_clock())
    return tmp_path


@pytest.fixture
def made(folder):
    signer = load_signer(folder / f"{HOSTILE}.key.pem")
    return lambda variant: messages_of(variant, SEED, signer, system_clock())


@pytest.fixture
def opened(folder):
    ring = load_key_ring(folder / "trust.json")
    return lambda message: open_message(message.body, message.headers, ring)


def test_every_variant_of_the_fault_is_made():
    assert set(BY_NAME["hostile"].variants) == set(VARIANTS)


def test_each_fault_makes_so_many_messages(made):
    assert {len(made(variant)) for variant in VARIANTS} == {COUNT}


def test_bytes_are_signed_and_no_event(made, opened):
    for message in made("bytes"):
        with pytest.raises(Malformed):
            opened(message)


def test_signatures_are_wrong(made, opened):
    for message in made("signatures"):
        with pytest.raises(BadSignature):
            opened(message)


@pytest.mark.parametrize("variant", ["headers", "flood", "gaps", "requests"])
def test_what_is_well_signed_opens(made, opened, variant):
    assert {opened(message).department for message in made(variant)} == {HOSTILE}


def test_a_gap_names_an_event_that_is_never_sent(made, opened):
    events = [opened(message) for message in made("gaps")]
    sent = {event.sequence for event in events}

    assert all(int(event.previous.rpartition("=")[2]) not in sent for event in events)


def test_foreign_steps_are_signed_by_the_hostile_one_in_two_names(made, opened):
    departments, refused = set(), 0
    for message in made("foreign steps"):
        try:
            departments.add(opened(message).department)
        except BadSignature:
            refused += 1

    assert departments == {HOSTILE}
    assert refused > 0


def test_the_same_seed_makes_the_same_places(made):
    one, other = made("flood"), made("flood")

    assert [message.subject for message in one] == [message.subject for message in other]
