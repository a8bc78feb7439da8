"""Least privilege on a live broker: each user has its own rights and no others."""

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import product

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError, ChannelClosedByBroker, NoFreeChannels

from liandong.amqp.connection import connect
from liandong.amqp.topology import (
    declare,
    exchange_of,
    inbox_of,
    inbox_topology,
    publisher_topology,
    quarantine_of,
)
from liandong.errors import TopologyMismatch
from shared.broker.definitions import OLDEST, operator_definitions, with_hashes
from shared.broker.limits import CHANNELS_OF_A_CONNECTION, USER_LIMITS
from shared.broker.passwords import new_password
from shared.broker.permissions import users
from shared.broker.topology import bindings_of, topologies
from shared.catalog.catalog import department_names, events, partner_names, publishers_of
from shared.messages.declare import Classification, meta_of

REFUSED = 403
EVENT = pika.BasicProperties(headers={"subject": "140728-0007"}, delivery_mode=2)
WIDE = ("#", "*", "*.*.*", "case.#", "case.filed.v1.#", "resent.*", "resend.requested.v1.*", "")
PROCURATORATE_HEARS = {
    "case.referred.v1",
    "case.forwarded.v1",
    "case.filed.v1",
    "case.not_filed.v1",
    "case.withdrawn.v1",
    "case.notified.v1",
    "case.step_taken.v1",
    "case.supervision_suggested.v1",
    "case.reasons_given.v1",
    "case.investigation_supplemented.v1",
    "case.returned_for_admin.v1",
}


Act = Callable[[BlockingChannel], object]


class User:
    """A broker user that attempts operations and reports whether the broker permits them."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.connection = connect(url, name=name)
        self._channel = self.connection.channel()

    def may(self, act: Act) -> bool:
        """Attempt an operation; False if the broker refuses it, other errors are raised."""
        try:
            act(self._channel)
        except ChannelClosedByBroker as closed:
            self._channel = self.connection.channel()
            if closed.reply_code != REFUSED:
                raise
            return False
        return True

    def may_publish(self, exchange: str, key: str, properties=EVENT) -> bool:
        def publish(channel):
            channel.basic_publish(exchange, key, b"{}", properties)
            channel.basic_qos()  # its answer follows the broker's reaction to the message

        return self.may(publish)

    def may_bind(self, exchange: str, key: str) -> bool:
        return self.may(lambda channel: channel.exchange_bind(inbox_of(self.name), exchange, key))

    def may_consume(self, queue: str) -> bool:
        def consume(channel):
            channel.basic_cancel(channel.basic_consume(queue, lambda *_: None))

        return self.may(consume)


@pytest.fixture(scope="module", autouse=True)
def _quiet_refusals() -> Iterator[None]:
    """Silence pika, which warns of each refusal: these tests cause thousands."""
    log = logging.getLogger("pika")
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def city(broker, tmp_path_factory) -> Iterator[dict[str, User]]:
    """All users of a city, each of which has declared its own part with its own rights."""
    vhost = f"t{secrets.token_hex(5)}"
    made = {user: new_password() for user in users()}
    hashes = {user: secret.password_hash for user, secret in made.items()}
    definitions = with_hashes(operator_definitions(OLDEST, vhost), hashes)
    operator = {"user": "liandong", "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"}
    definitions["permissions"].append(operator)
    file = tmp_path_factory.mktemp("access") / "definitions.json"
    file.write_text(json.dumps(definitions))
    broker.ctl("import_definitions", str(file))
    with ExitStack() as stack:
        opened = {}
        for name, secret in made.items():
            address = broker.url(vhost).replace("liandong:", f"{name}:")
            address = address.replace(broker.identity.password, secret.password)
            opened[name] = User(name, address)
            stack.callback(opened[name].connection.close)
            declare_own(opened[name])
        yield opened


def declare_own(user: User) -> None:
    channel = user.connection.channel()
    if user.name in department_names():
        parts = list(topologies(user.name))
    else:
        heard = [(publisher, topic) for publisher, topic in everything_heard(user.name)]
        parts = [publisher_topology(user.name), inbox_topology(user.name, heard)]
    for part in parts:
        declare(channel, part)
    channel.close()


def everything_heard(name: str) -> set[tuple[str, str]]:
    """Return (publisher, routing key) of all events a user receives, from the contracts alone."""
    if name in department_names():
        return set(bindings_of(name))
    heard = set()
    for event in events():
        meta = meta_of(event)
        copied = name == "procuratorate" and meta.routing_key in PROCURATORATE_HEARS
        if meta.namespace == name or not (meta.classification is Classification.PUBLIC or copied):
            continue
        topics = [meta.routing_key]
        if meta.recipient:
            topics = [f"{meta.routing_key}.{who}" for who in (*department_names(), "*")]
        heard |= set(product(publishers_of(event), topics))
    return heard


def hearers_of(publisher: str) -> set[str]:
    return {who for who in users() if publisher in {source for source, _ in everything_heard(who)}}


def everything_said(name: str) -> set[str]:
    """Return the routing keys a user publishes under, from the contracts alone."""
    said = set()
    for event in events():
        meta = meta_of(event)
        if name in publishers_of(event):
            said |= {meta.topic(who) for who in department_names()}
    publishers = {publisher for publisher, _ in everything_heard(name)}
    asked = product(("resend.requested.v1", "event.refused.v1"), publishers)
    again = product(("resent", "resend.answered.v1"), hearers_of(name))
    return said | {f"{topic}.{who}" for topic, who in (*asked, *again)}


def tries(name: str) -> list[tuple[str, str]]:
    """List exchanges and routing keys to attempt: known keys and wildcards, at each exchange."""
    wide = {f"{meta_of(event).routing_key}.*" for event in events() if meta_of(event).recipient}
    said = {who: everything_said(who) for who in users()}
    at_own = product((exchange_of(name),), {*wide, *WIDE, *set().union(*said.values())})
    at_others = ((exchange_of(who), key) for who in users() for key in {*wide, *WIDE, *said[who]})
    return sorted({*at_own, *at_others})


def allowed(tried: Iterable[tuple[str, str]], may: Callable[[str, str], bool]) -> set[tuple]:
    return {(exchange, key) for exchange, key in tried if may(exchange, key)}


@pytest.mark.slow
def test_each_publishes_its_own_events_on_its_own_exchange_and_nothing_else(city):
    for name, user in city.items():
        said = allowed(tries(name), user.may_publish)

        assert said == {(exchange_of(name), key) for key in everything_said(name)}, name


@pytest.mark.slow
def test_each_binds_what_it_hears_and_nothing_else(city):
    for name, user in city.items():
        heard = everything_heard(name)
        publishers = {publisher for publisher, _ in heard}
        again = set(product(publishers, (f"resent.{name}", f"resend.answered.v1.{name}")))
        own = (f"resend.requested.v1.{name}", f"event.refused.v1.{name}")
        asked = set(product(hearers_of(name), own))

        bound = allowed(tries(name), user.may_bind)

        wanted = heard | again | asked
        assert bound == {(exchange_of(who), key) for who, key in wanted}, name


def test_a_case_is_hidden_from_departments_that_it_is_not_for(city):
    """Only the referrer, public security and the procuratorate may read it [17号 10]."""
    filed = "case.filed.v1.environment"

    hearers = {n for n, user in city.items() if user.may_bind("public_security.events", filed)}

    assert hearers == {"environment", "procuratorate"}


def test_nobody_binds_everything(city):
    tried = list(product(map(exchange_of, users()), WIDE))

    assert {name: allowed(tried, user.may_bind) for name, user in city.items()} == {
        name: set() for name in city
    }


def test_a_line_feed_behind_a_routing_key_does_not_pass(city):
    assert not city["environment"].may_publish("environment.events", "plot.registered.v1\n")
    assert not city["agriculture"].may_bind("environment.events", "plot.registered.v1\n")


def test_each_reads_its_own_queues_and_no_other(city):
    queues = [f"{inbox_of(name)}.1" for name in users()] + [quarantine_of(n) for n in users()]

    for name, user in city.items():
        read = {queue for queue in [*queues, "unheard"] if user.may_consume(queue)}

        assert read == {f"{inbox_of(name)}.1", quarantine_of(name)}, name


def against(other: str, own: str) -> dict[str, Act]:
    """Return operations on another user's part that the owner of the inbox `own` could attempt."""
    inbox, queue, quarantine = inbox_of(other), f"{inbox_of(other)}.1", quarantine_of(other)
    return {
        "purge": lambda channel: channel.queue_purge(queue),
        "delete the inbox": lambda channel: channel.queue_delete(queue),
        "get": lambda channel: channel.basic_get(quarantine),
        "make a partition": lambda channel: channel.queue_declare(f"{inbox}.9", durable=True),
        "delete the exchange": lambda channel: channel.exchange_delete(exchange_of(other)),
        "listen at the inbox": lambda channel: channel.exchange_bind(own, inbox, "1"),
        "fill the inbox": lambda channel: channel.exchange_bind(inbox, own, "1"),
        "take over": lambda channel: channel.queue_bind(f"{own}.1", inbox, "1"),
    }


def test_nobody_touches_what_is_of_others(city):
    for name, user in city.items():
        for other in set(users()) - {name}:
            acts = against(other, inbox_of(name))
            assert [what for what, act in acts.items() if user.may(act)] == [], (name, other)
            assert not user.may_publish("", f"{inbox_of(other)}.1"), (name, other)
            assert not user.may_publish(inbox_of(other), "140728-0007"), (name, other)
            assert not user.may_publish(quarantine_of(other), ""), (name, other)


def common_acts(name: str) -> dict[str, Act]:
    """Return operations on shared objects and unowned names that a user could attempt."""
    own = inbox_of(name)
    return {
        "delete its own voice": lambda channel: channel.exchange_delete(exchange_of(name)),
        "delete unheard": lambda channel: channel.exchange_delete("unheard"),
        "get the unheard": lambda channel: channel.basic_get("unheard"),
        "purge the unheard": lambda channel: channel.queue_purge("unheard"),
        "make an exchange": lambda channel: channel.exchange_declare("extra", "fanout"),
        "make a queue": lambda channel: channel.queue_declare("", exclusive=True),
        "trace": lambda channel: channel.exchange_bind(own, "amq.rabbitmq.trace", "#"),
        "make a name like its own": lambda channel: channel.queue_declare(f"{own}.1x"),
    }


def test_nobody_makes_or_takes_away_what_is_common(city):
    for name, user in city.items():
        acts = common_acts(name)
        assert [what for what, act in acts.items() if user.may(act)] == [], name
        assert not user.may_publish("unheard", ""), name


def made_up(name: str) -> dict[str, Act]:
    """Return declarations of queues and exchanges that name patterns alone would permit."""
    queue, own = f"{inbox_of(name)}.g7.1", exchange_of(name)
    kinds = {
        "classic": {},
        "quorum": {"x-queue-type": "quorum"},
        "stream": {"x-queue-type": "stream"},
        "priorities": {"x-max-priority": 255},
        "dead-letters to its own voice": {
            "x-dead-letter-exchange": own,
            "x-dead-letter-routing-key": "plot.registered.v1",
        },
    }

    def queue_of(arguments: dict[str, object]) -> Act:
        return lambda channel: channel.queue_declare(queue, durable=True, arguments=arguments)

    return {
        **{kind: queue_of(arguments) for kind, arguments in kinds.items()},
        "an exchange that leads on": lambda channel: channel.exchange_declare(
            f"{inbox_of(name)}.g7", "topic", arguments={"alternate-exchange": own}
        ),
        "its inbox as a source": lambda channel: channel.exchange_bind(own, inbox_of(name), "1"),
        "delete its queue": lambda channel: channel.queue_delete(f"{inbox_of(name)}.1"),
        "delete its inbox": lambda channel: channel.exchange_delete(inbox_of(name)),
    }


def test_nobody_makes_or_deletes_queues_not_even_its_own(city):
    """Name patterns cannot restrict the type of a queue or its dead-letter target."""
    for name, user in city.items():
        acts = made_up(name)
        assert [what for what, act in acts.items() if user.may(act)] == [], name


def test_a_department_goes_on_where_an_operator_made_its_next_inbox(city, broker):
    user = city["agriculture"]
    vhost = user.connection._impl.params.virtual_host
    next_one = inbox_topology("agriculture", bindings_of("agriculture"), 3, generation=2)
    with pytest.raises(TopologyMismatch, match="operator"):
        declare(user.connection.channel(), next_one)
    operator = connect(broker.url(vhost), name="operator")
    declare(operator.channel(), next_one)

    declare(user.connection.channel(), next_one)

    assert user.may_consume("agriculture.inbox.g2.3")
    for number in (1, 2, 3):
        operator.channel().queue_delete(f"agriculture.inbox.g2.{number}")
    operator.channel().exchange_delete("agriculture.inbox.g2")
    operator.close()


def test_connections_and_channels_of_a_user_are_limited(city):
    """A user that opens hundreds would exhaust a shared resource."""
    params = city["province"].connection._impl.params
    with ExitStack() as stack:
        opened = opened_until_refused(params, USER_LIMITS["max-connections"] + 1, stack)
        assert 0 < opened <= USER_LIMITS["max-connections"]
    with ExitStack() as stack:
        connection = pika.BlockingConnection(params)
        stack.callback(close_quietly, connection)
        channels = channels_until_refused(connection, CHANNELS_OF_A_CONNECTION + 1)
        assert channels == CHANNELS_OF_A_CONNECTION


def opened_until_refused(params, most: int, stack: ExitStack) -> int:
    for number in range(most):
        try:
            connection = pika.BlockingConnection(params)
        except AMQPError:
            return number
        stack.callback(close_quietly, connection)
    return most


def channels_until_refused(connection, most: int) -> int:
    for number in range(most):
        try:
            connection.channel()
        except (AMQPError, NoFreeChannels):
            return number
    return most


def close_quietly(connection) -> None:
    with suppress(AMQPError):
        connection.close()


def test_a_message_that_no_store_could_keep_is_refused(city):
    user = city["environment"]

    def publish(channel):
        channel.basic_publish("environment.events", "plot.registered.v1", bytes(17_000_000), EVENT)
        channel.basic_qos()

    with pytest.raises(ChannelClosedByBroker, match="larger than"):
        user.may(publish)


def test_unheard_and_rejected_events_are_kept_though_nobody_may_write_there(city, broker, wait_for):
    """RabbitMQ checks rights when a binding is made, not when a message is routed."""
    province, agriculture = city["province"], city["agriculture"]
    vhost = province.connection._impl.params.virtual_host
    operator = connect(broker.url(vhost), name="operator").channel()
    operator.queue_purge("unheard")
    operator.queue_purge("agriculture.inbox.1")
    operator.queue_purge("agriculture.quarantine")

    assert province.may_publish("province.events", "resent.procuratorate")
    assert city["procuratorate"].may_publish(
        "procuratorate.events", "transfer_opinion.issued.v1.coordination"
    )
    assert city["environment"].may_publish("environment.events", "plot.registered.v1")
    agriculture.may(lambda channel: reject_one(channel, "agriculture.inbox.1"))

    wait_for(lambda: depth(operator, "unheard") == 1)
    wait_for(lambda: depth(operator, "agriculture.quarantine") == 1)
    operator.connection.close()


def reject_one(channel, queue: str) -> None:
    for method, _, _ in channel.consume(queue, inactivity_timeout=10):
        channel.basic_reject(method.delivery_tag, requeue=False)
        break
    channel.cancel()


def depth(channel, queue: str) -> int:
    return channel.queue_declare(queue, passive=True).method.message_count


def test_partners_hear_public_events_and_what_their_contract_names():
    assert set(partner_names()) == {"procuratorate", "province"}
    assert ("public_security", "case.filed.v1.*") in everything_heard("procuratorate")
    assert not {topic for _, topic in everything_heard("province") if topic.startswith("case.")}
