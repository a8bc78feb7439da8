"""The bindings of each department's inbox, derived from its subscriptions."""

from services.natural_resources.service import NaturalResources
from shared.broker.inbox_layout import InboxLayout, plan_change
from shared.broker.topology import bindings_of, inbox_queues, subscribers_of, topologies
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import meta_of


def test_a_case_decision_is_bound_for_the_department_that_it_is_for_alone():
    """The referrer receives the result of a case; the other departments do not [17号 10]."""
    own = ("public_security", "case.filed.v1.natural_resources")
    bare = ("public_security", "case.filed.v1")

    assert own in bindings_of("natural_resources")
    assert own not in bindings_of("environment")
    assert bare not in bindings_of("natural_resources")


def test_an_open_event_is_bound_for_all_who_react_to_it():
    registered = ("environment", "plot.registered.v1")

    assert registered in bindings_of("natural_resources")
    assert registered in bindings_of("agriculture")
    assert registered in bindings_of("coordination")


def test_a_clue_is_heard_whichever_department_reports_it():
    bound = bindings_of("environment")

    heard = {publisher for publisher, topic in bound if topic == "clue.reported.v1"}

    assert {"natural_resources", "agriculture", "public_security", "environment"} <= heard


def test_every_subscription_has_a_binding():
    topics = {topic for _, topic in bindings_of("natural_resources")}

    wanted = subscriptions_of(NaturalResources).values()

    assert {meta_of(event).topic("natural_resources") for event, _ in wanted} == topics


def test_who_hears_a_publisher_may_ask_it():
    assert {"agriculture", "coordination", "natural_resources", "procuratorate"} <= set(
        subscribers_of("environment")
    )
    assert "agriculture" not in subscribers_of("province")


def test_a_department_declares_its_own_exchange_and_its_inbox_as_it_is_laid_out():
    layout = plan_change(InboxLayout(), 2)

    own, inbox = topologies("agriculture", layout)

    assert "agriculture.events" in {made.name for made in own.exchanges}
    assert "agriculture.inbox.g2" in {made.name for made in inbox.exchanges}
    assert "agriculture.inbox" not in {made.name for made in inbox.exchanges}
    assert inbox_queues("agriculture") == ("agriculture.inbox.1",)
    assert inbox_queues("agriculture", layout) == (
        "agriculture.inbox.g2.1",
        "agriculture.inbox.g2.2",
    )


def test_a_department_is_asked_for_events_on_the_exchanges_of_all_who_hear_it():
    _, inbox = topologies("environment")

    asked = {
        binding.source
        for binding in inbox.bindings
        if binding.routing_key == "resend.requested.v1.environment"
    }

    assert asked == {f"{asker}.events" for asker in subscribers_of("environment")}
