"""Passwords of broker users as files: made once, private, and hashed in the definitions."""

import base64
import hashlib
import json
import stat

import pytest

from shared.broker.passwords import (
    DEFINITIONS,
    OPERATOR,
    PasswordsError,
    create_passwords,
    password_of,
)
from shared.broker.permissions import users


def definitions_in(folder) -> dict:
    return json.loads((folder / DEFINITIONS).read_text(encoding="utf-8"))


def test_each_user_and_the_operator_get_a_password_of_their_own(tmp_path):
    new = create_passwords(tmp_path, "4.2", "140700")

    assert new == [OPERATOR, *users()]
    assert len({password_of(tmp_path, user) for user in new}) == len(new)


def test_a_password_that_is_there_stays_and_one_that_was_removed_is_made_anew(tmp_path):
    create_passwords(tmp_path, "4.2", "140700")
    kept, gone = (password_of(tmp_path, user) for user in ("environment", "agriculture"))

    (tmp_path / "agriculture").unlink()
    new = create_passwords(tmp_path, "4.2", "140700")

    assert new == ["agriculture"]
    assert password_of(tmp_path, "environment") == kept
    assert password_of(tmp_path, "agriculture") != gone


def test_the_definitions_hold_salted_hashes_of_exactly_these_passwords(tmp_path):
    create_passwords(tmp_path, "4.2", "140700")

    for user in definitions_in(tmp_path)["users"]:
        raw = base64.b64decode(user["password_hash"])
        password = password_of(tmp_path, user["name"])
        assert raw[4:] == hashlib.sha256(raw[:4] + password.encode()).digest(), user["name"]
        assert password not in (tmp_path / DEFINITIONS).read_text(encoding="utf-8")


def test_only_the_operator_may_do_everything(tmp_path):
    create_passwords(tmp_path, "4.2", "140700")

    made = definitions_in(tmp_path)
    assert [user["name"] for user in made["users"] if user["tags"]] == [OPERATOR]
    assert [
        permission["user"] for permission in made["permissions"] if permission["configure"] == ".*"
    ] == [OPERATOR]


def test_nobody_else_can_enter_the_folder_and_the_user_of_a_container_can_read_its_file(tmp_path):
    folder = tmp_path / "secrets" / "rabbitmq"

    create_passwords(folder, "4.2", "140700")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o644}


def test_an_empty_password_is_refused_by_the_name_of_its_file(tmp_path):
    (tmp_path / "agriculture").write_text("\n")

    with pytest.raises(PasswordsError, match="agriculture"):
        create_passwords(tmp_path, "4.2", "140700")
