"""The broker linter: definitions from the contracts pass; each rule detects its violation."""

from copy import deepcopy

import pytest

from shared.broker.definitions import definitions
from shared.broker.lint import LintFinding, lint, restrict_to_vhost
from shared.broker.policies import VERSIONS

INBOX, QUARANTINE = "agriculture.inbox.1", "agriculture.quarantine"


@pytest.fixture(scope="module")
def good():
    return definitions("3.10", "140700")


@pytest.fixture
def city(good):
    return deepcopy(good)


def named(things, name):
    return next(thing for thing in things if thing["name"] == name)


def faults(city):
    return {(finding.name, finding.fault.split(":")[0]) for finding in lint(city)}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_contracts_make_has_no_fault(version):
    assert lint(definitions(version, "140700")) == []


@pytest.mark.parametrize(
    ("argument", "policy", "fault"),
    [
        ("x-dead-letter-exchange", None, "has no dead-letter exchange"),
        ("x-delivery-limit", "delivery-limit", "has no delivery limit"),
        ("x-overflow", "overflow", "drops what is too much"),
        ("x-queue-type", None, "is no quorum queue"),
        ("x-dead-letter-strategy", "dead-letter-strategy", "dead-letters at most once"),
        ("x-single-active-consumer", None, "lets several consumers reorder"),
    ],
)
def test_an_inbox_queue_that_lacks_something_is_named(city, argument, policy, fault):
    del named(city["queues"], INBOX)["arguments"][argument]
    if policy:
        del named(city["policies"], "inbox")["definition"][policy]

    assert (INBOX, fault) in faults(city)


def test_a_policy_makes_good_for_a_missing_argument(city):
    del named(city["queues"], INBOX)["arguments"]["x-overflow"]

    assert faults(city) == set()


def test_a_delivery_limit_without_end_is_none(city):
    named(city["policies"], "inbox")["definition"]["delivery-limit"] = -1

    assert (INBOX, "has no delivery limit") in faults(city)


def test_a_quarantine_needs_no_dead_letter_exchange_but_a_delivery_limit(city):
    del named(city["queues"], QUARANTINE)["arguments"]["x-delivery-limit"]

    assert faults(city) == {(QUARANTINE, "has no delivery limit")}


def test_a_quarantine_that_is_bound_to_nothing_is_named(city):
    city["bindings"] = [
        binding for binding in city["bindings"] if binding["destination"] != QUARANTINE
    ]

    found = faults(city)

    assert (QUARANTINE, "is bound to nothing") in found
    assert (QUARANTINE, "leads to no queue") in found
    assert (INBOX, f"dead-letters to {QUARANTINE}, which leads to no queue") in found


def test_an_exchange_without_an_alternate_is_named(city):
    named(city["exchanges"], "environment.events")["arguments"] = {}

    assert faults(city) == {("environment.events", "loses what nobody hears")}


def test_an_inbox_without_the_policy_for_its_alternate_is_named(city):
    city["policies"] = [policy for policy in city["policies"] if policy["name"] != "unheard"]

    assert ("agriculture.inbox", "loses what nobody hears") in faults(city)


def test_an_alternate_that_leads_nowhere_is_named(city):
    city["bindings"] = [binding for binding in city["bindings"] if binding["source"] != "unheard"]

    fault = "has the alternate unheard, which leads to no queue"
    assert ("environment.events", fault) in faults(city)


@pytest.mark.parametrize("kind", ["queues", "exchanges"])
def test_what_does_not_survive_a_restart_is_named(city, kind):
    thing = city[kind][-1]
    thing["durable"] = False

    assert (thing["name"], "is not durable") in faults(city)


def test_a_user_without_a_list_of_topics_is_named(city):
    city["topic_permissions"] = [
        topic_permission
        for topic_permission in city["topic_permissions"]
        if topic_permission["user"] != "province"
    ]

    found = lint(city)

    assert LintFinding("province.events", "is open to every topic for the user province") in found


def test_a_foreign_classic_queue_is_named(city):
    city["queues"].append(
        {"name": "somebodys", "vhost": "140700", "durable": True, "arguments": {}}
    )

    assert ("somebodys", "is no quorum queue") in faults(city)


def test_a_user_without_a_limit_and_one_that_makes_queues_are_named(city):
    agriculture = named(city["users"], "agriculture")
    agriculture["limits"] = {"max-connections": -1, "max-channels": 9}
    rights = next(right for right in city["permissions"] if right["user"] == "agriculture")
    rights["configure"] = "^agriculture.*"

    assert faults(city) == {
        ("agriculture", "has no limit"),
        ("agriculture", "may make exchanges and queues of any kind"),
    }


def test_a_city_without_limits_is_named(city):
    city["parameters"] = []

    missing = [finding.fault.rpartition(" ")[2] for finding in lint(city)]
    assert missing == ["max-connections", "max-queues"]


def test_an_inbox_that_may_fill_the_disk_is_named(city):
    del named(city["policies"], "inbox")["definition"]["max-length-bytes"]

    assert (INBOX, "may fill the disk") in faults(city)


def test_limits_of_a_broker_are_those_of_the_virtual_host_that_is_looked_at(city):
    other = {"vhost": "other", "component": "vhost-limits", "name": "limits", "value": {}}
    city["parameters"].append(other)
    city["vhosts"].append({"name": "other"})

    assert lint(restrict_to_vhost(city, "140700")) == []
    assert lint(restrict_to_vhost(city, "other")) != []
