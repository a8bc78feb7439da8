"""Passwords of broker users: random, persistent, and readable only by their owner."""

import base64
import hashlib
import stat

import pytest

from shared.broker.passwords import hash_of
from shared.local.broker.access import address_of, addresses_of
from shared.local.broker.accounts import Accounts, ensure_accounts
from shared.local.errors import LocalError

TEMPLATE = "amqp://{department}:{password}@bus.example:5672/140700"


def test_a_user_keeps_its_password_and_a_new_user_gets_another(tmp_path):
    first = ensure_accounts(tmp_path / "users.json", ["environment"])

    later = ensure_accounts(tmp_path / "users.json", ["environment", "agriculture"])

    assert later["environment"] == first["environment"]
    assert later["agriculture"].password != first["environment"].password
    assert stat.S_IMODE((tmp_path / "users.json").stat().st_mode) == 0o600


def test_the_hash_is_the_one_that_rabbitmq_checks():
    raw = base64.b64decode(hash_of("secret"))

    salt, digest = raw[:4], raw[4:]

    assert digest == hashlib.sha256(salt + b"secret").digest()


def test_definitions_are_asked_for_once_and_given_hashes(tmp_path):
    asked = []
    accounts = Accounts(
        tmp_path / "users.json", lambda: asked.append(1) or {"users": [{"name": "environment"}]}
    )

    first, second = accounts.definitions(), accounts.definitions()

    assert first == second
    assert asked == [1]
    assert first["users"][0]["password_hash"]
    assert accounts.password("environment")


def test_an_unknown_user_is_named(tmp_path):
    with pytest.raises(LocalError, match="nobody"):
        Accounts(tmp_path / "users.json", dict).password("nobody")


def test_one_address_for_all_is_given_to_all():
    url = "amqp://city:secret@bus.example/140700"

    assert addresses_of(url, ["environment", "agriculture"], None) == {
        "environment": url,
        "agriculture": url,
    }


def test_a_template_is_filled_from_the_folder_of_passwords(tmp_path):
    (tmp_path / "environment").write_text("s3cret\n")

    address = address_of(TEMPLATE, "environment", tmp_path)

    assert address == "amqp://environment:s3cret@bus.example:5672/140700"


def test_a_missing_password_file_is_named(tmp_path):
    with pytest.raises(LocalError, match="agriculture"):
        address_of(TEMPLATE, "agriculture", tmp_path)


def test_a_template_without_a_folder_names_the_setting():
    with pytest.raises(LocalError, match="LIANDONG_AMQP_PASSWORDS"):
        address_of(TEMPLATE, "agriculture", None)
