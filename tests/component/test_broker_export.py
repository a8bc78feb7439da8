"""The committed definitions: up to date, without secrets; RabbitMQ versions differ in policies."""

import json
from pathlib import Path

import pytest

from liandong.envelope.validation import LARGEST_CONTENT
from shared.broker.definitions import (
    definitions,
    operator_definitions,
    stale_files,
    with_hashes,
    write,
)
from shared.broker.limits import LARGEST_MESSAGE, SETTINGS
from shared.broker.permissions import users
from shared.broker.policies import VERSIONS, UnknownBrokerVersionError, policies
from shared.catalog.catalog import department_names

FOLDER = Path(__file__).parents[2] / "deploy" / "rabbitmq"


def test_the_committed_definitions_are_fresh():
    assert stale_files(FOLDER) == [], "run `liandong broker write` and commit the result"


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
    with pytest.raises(UnknownBrokerVersionError, match=r"3\.10, 3\.13"):
        definitions("2.8", "140700")


def test_the_operators_part_makes_every_inbox_and_binds_none_to_events():
    """Departments do that: after a repartition an inbox would receive everything twice."""
    made = operator_definitions("3.10", "140700")

    own = {f"{name}.{of}" for name in users() for of in ("inbox.1", "quarantine")}
    assert {queue["name"] for queue in made["queues"]} == {"unheard", *own}
    assert not [way for way in made["bindings"] if way["source"].endswith(".events")]
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


@pytest.mark.parametrize("version", VERSIONS)
def test_every_user_and_the_city_have_limits(version):
    made = operator_definitions(version, "140700")

    assert all(user["limits"]["max-connections"] for user in made["users"])
    assert all(user["limits"]["max-channels"] for user in made["users"])
    (city,) = made["parameters"]
    assert (city["component"], city["vhost"]) == ("vhost-limits", "140700")
    assert set(city["value"]) == {"max-connections", "max-queues"}


def test_no_broker_takes_a_message_that_no_store_could_keep():
    """A document is limited to 16 MB; a larger message could not even be quarantined."""
    deployed = (
        FOLDER.parent / "compose" / "rabbitmq.conf",
        FOLDER.parent / "k8s" / "platform" / "servers" / "rabbitmq.yaml",
    )
    assert LARGEST_CONTENT < LARGEST_MESSAGE < 15_000_000
    for file in deployed:
        for setting in SETTINGS:
            assert setting in file.read_text(encoding="utf-8"), file.name


def test_a_queue_of_any_name_and_kind_is_bounded():
    for version in VERSIONS:
        [policy] = [policy for policy in policies(version, "v") if policy["pattern"] == ".*"]
        assert (policy["apply-to"], policy["priority"]) == ("queues", -1)
        assert set(policy["definition"]) == {"max-length-bytes"}
