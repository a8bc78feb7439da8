"""The invalid messages: each has exactly the fault that its name states."""

import pytest

from chaos.city_adversary import invalid_sealing
from liandong.errors import BadSignature, Malformed
from liandong.messages.verify import load_key_ring, load_signer, make_keys, open_message
from shared.clock.system import system_clock


@pytest.fixture
def folder(tmp_path):
    make_keys(tmp_path, ["water", "housing"], system_clock())
    return tmp_path


@pytest.fixture
def poison(folder):
    signers = {name: load_signer(folder / f"{name}.key.pem") for name in ("water", "housing")}
    return lambda variant: invalid_sealing(variant, "poison-1", "W-1", signers, system_clock())


@pytest.mark.parametrize("variant", ["unsigned", "wrongly signed", "foreign"])
def test_what_is_not_signed_by_its_publisher_does_not_open(poison, folder, variant):
    bad = poison(variant)

    with pytest.raises(BadSignature):
        open_message(bad.body, bad.headers, load_key_ring(folder / "trust.json"))


def test_what_is_unparsable_is_signed_and_does_not_open(poison, folder):
    bad = poison("unparsable")

    with pytest.raises(Malformed):
        open_message(bad.body, bad.headers, load_key_ring(folder / "trust.json"))


def test_what_breaks_its_contract_opens_and_is_about_a_subject_of_its_own(poison, folder):
    bad = poison("contract-breaking")

    envelope = open_message(bad.body, bad.headers, load_key_ring(folder / "trust.json"))

    assert envelope.data["number"] == "many"
    assert bad.subject == envelope.subject == "contract-poison-1"
