"""The committed definitions: fresh, without secrets, and different only where RabbitMQ is."""

import json
from pathlib import Path

import pytest

from shared.broker_export import definitions, operator_definitions, stale, with_hashes, write
from shared.broker_policies import VERSIONS, UnknownVersionError
from shared.catalog import department_names

FOLDER = Path(__file__).parents[2] / "deploy" / "rabbitmq"


def test_the_committed_definitions_are_fresh():
    assert stale(FOLDER) == [], "run `liandong broker write` and commit the result"


def test_every_file_is_of_a_known_version():
    assert {file.stem for file in FOLDER.glob("*.json")} == set(VERSIONS)


def test_no_file_holds_a_password():
    for file in FOLDER.glob("*.json"):
        for user in json.loads(file.read_text())["users"]:
            assert user["password_hash"] == f"${{password_hash:{user['name']}}}"


def test_versions_differ_in_policies_alone():
    made = [definitions(version, "140700") for version in VERSIONS]

    for each in made:
        del each["policies"], each["rabbitmq_version"]
    assert all(each == made[0] for each in made)


def test_an_unknown_version_is_answered_with_those_there_are():
    with pytest.raises(UnknownVersionError, match=r"3\.10, 3\.13"):
        definitions("2.8", "140700")


def test_the_operators_part_makes_nothing_that_a_department_makes_itself():
    made = operator_definitions("3.10", "140700")

    assert [queue["name"] for queue in made["queues"]] == ["unheard"]
    assert [at["source"] for at in made["bindings"]] == ["unheard"]
    assert {f"{name}.events" for name in department_names()} <= {
        exchange["name"] for exchange in made["exchanges"]
    }


def test_hashes_take_the_place_of_the_placeholders():
    made = operator_definitions("3.10", "140700")
    hashes = {user["name"]: f"hash of {user['name']}" for user in made["users"]}

    filled = with_hashes(made, hashes)

    assert {user["password_hash"] for user in filled["users"]} == set(hashes.values())


def test_writing_again_changes_nothing(tmp_path):
    first = write(tmp_path)

    assert first == [f"{version}.json" for version in VERSIONS]
    assert write(tmp_path) == []
