"""Each user's permissions on the broker, derived from the contracts."""

import re

import pytest

from liandong.amqp.definitions import as_definitions, placeholder
from liandong.amqp.topology import Topology, request_key, resent_key
from shared.broker.permissions import (
    NOTHING,
    grant_of,
    grants,
    operator_topology,
    publishable_topics,
    users,
)
from shared.delivery.resend.messages import ResendRequested, resent_topic
from shared.messages.declare import meta_of


def matches(pattern: str, text: str) -> bool:
    # Python has no \z before 3.14; RabbitMQ's regular expressions have it.
    return re.search(pattern.replace(r"\z", r"\Z"), text) is not None


def topic_of(user: str, exchange: str):
    return next(topic for topic in grant_of(user).topics if topic.exchange == exchange)


def test_every_department_and_partner_is_a_user():
    assert {"environment", "public_security", "procuratorate", "province"} <= set(users())


@pytest.mark.parametrize(
    "name",
    [
        "agriculture.inbox",
        "agriculture.inbox.1",
        "agriculture.inbox.g2",
        "agriculture.inbox.g12.3",
        "agriculture.quarantine",
    ],
)
def test_a_department_reads_or_binds_its_own_inbox_in_any_generation_and_makes_none_of_it(name):
    """The declarer of a queue chooses its type, its limits and its dead-letter target."""
    grant = grant_of("agriculture")

    assert not matches(grant.configure, name)
    assert matches(grant.read if is_read(name) else grant.write, name)


def is_read(name: str) -> bool:
    return name.rpartition(".")[2].isdecimal() or name.endswith("quarantine")


def test_nobody_who_publishes_may_use_the_own_inbox_as_a_source():
    """An exchange that a user may both write to and read from would pass any topic to its inbox."""
    for user in users():
        grant = grant_of(user)
        for exchange in (f"{user}.inbox", f"{user}.inbox.g7"):
            assert matches(grant.write, exchange)
            assert not matches(grant.read, exchange)


@pytest.mark.parametrize(
    "name",
    [
        "agriculture.events",
        "unheard",
        "environment.inbox.1",
        "agriculture.inbox.1x",
        "xagriculture.inbox",
        "agriculture_inbox",
        "amq.topic",
        "agriculture.inbox\n",
    ],
)
def test_a_department_makes_nothing_else(name):
    assert not matches(grant_of("agriculture").configure, name)


def test_an_exchange_that_somebody_may_use_always_has_its_topics_listed():
    """RabbitMQ permits all topics of an exchange for which a user has no entry."""
    exchanges = {made.name for made in operator_topology().exchanges if made.type == "topic"}

    for grant in grants():
        usable = {
            exchange
            for exchange in exchanges
            if matches(grant.read, exchange) or matches(grant.write, exchange)
        }
        assert usable <= {topic.exchange for topic in grant.topics}, grant.user


def test_a_department_speaks_on_its_own_exchange_alone():
    for grant in grants():
        speaks = {topic.exchange for topic in grant.topics if topic.write != NOTHING}
        assert speaks == {f"{grant.user}.events"}


def test_restricted_answers_are_bound_by_those_whom_they_are_for():
    filed = "case.filed.v1.environment"

    hearers = {
        user
        for user in users()
        for topic in grant_of(user).topics
        if topic.exchange == "public_security.events" and matches(topic.read, filed)
    }

    assert hearers == {"environment", "procuratorate"}


def test_the_procuratorate_binds_all_recipients_at_once_and_departments_do_not():
    everybody = "case.filed.v1.*"

    assert matches(topic_of("procuratorate", "public_security.events").read, everybody)
    assert not matches(topic_of("environment", "public_security.events").read, everybody)


def test_a_partner_without_a_list_of_its_own_hears_public_events_alone():
    read = topic_of("province", "environment.events").read

    assert matches(read, "plot.registered.v1")
    assert not matches(read, "plot.suspected.v1")
    assert not matches(read, "case.referred.v1")


def test_who_hears_somebody_may_ask_for_what_is_missing_and_be_answered():
    assert "resend.requested.v1.environment" in publishable_topics("agriculture")
    assert "resent.agriculture" in publishable_topics("environment")
    asked = topic_of("environment", "agriculture.events").read
    answered = topic_of("agriculture", "environment.events").read
    assert matches(asked, "resend.requested.v1.environment")
    assert matches(answered, "resent.agriculture")
    assert not matches(answered, "resent.coordination")


def test_the_topics_of_asking_and_answering_are_those_that_the_platform_uses():
    assert request_key("environment") == meta_of(ResendRequested).topic("environment")
    assert resent_key("agriculture") == resent_topic("agriculture")


def test_who_does_not_hear_somebody_cannot_ask():
    assert "resend.requested.v1.agriculture" not in publishable_topics("province")


def test_definitions_hold_users_without_a_usable_password():
    made = as_definitions(Topology(), "140700", grants())

    assert [user["name"] for user in made["users"]] == list(users())
    assert {user["password_hash"] for user in made["users"]} == set(map(placeholder, users()))
    assert all(user["tags"] == [] for user in made["users"])
    assert {grant["vhost"] for grant in made["permissions"]} == {"140700"}


def test_definitions_take_password_hashes_from_outside():
    made = as_definitions(Topology(), "140700", grants(), {"environment": "c2FsdGhhc2g="})

    hashes = {user["name"]: user["password_hash"] for user in made["users"]}
    assert hashes["environment"] == "c2FsdGhhc2g="


@pytest.mark.parametrize(
    "name", ["agriculture.inbox.g2", "agriculture.inbox.g2.3", "agriculture.quarantine"]
)
def test_departments_of_release_0_1_may_make_their_queues_during_an_upgrade(name):
    """They declare them at each start, and would not start again otherwise."""
    older = next(grant for grant in grants(older=True) if grant.user == "agriculture")

    assert all(matches(right, name) for right in (older.configure, older.write, older.read))
    assert not matches(older.configure, "environment.inbox")
    assert matches(older.read, "environment.events")
    assert older.topics == grant_of("agriculture").topics
