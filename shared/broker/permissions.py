"""Permissions on the broker, derived from the contracts: one user per department and partner.

Each may read its own inbox and quarantine, publish its own events, and bind the topics to which it
subscribes; the broker refuses everything else. Only an operator creates exchanges and queues: the
creator of a queue chooses its type and dead-letter exchange, which rights by name cannot limit.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from liandong.amqp.definitions import Grant, TopicGrant
from liandong.amqp.topology import (
    Topology,
    answer_key,
    exchange_of,
    inbox_of,
    inbox_topology,
    publisher_topology,
    quarantine_of,
    refusal_key,
    request_key,
    resent_key,
)
from shared.broker.topology import bound_topics_of, subscribers_of
from shared.catalog.catalog import department_names, events, partner_names, publishers_of
from shared.catalog.partners import topics_of

NOTHING = "^$"


@cache
def users() -> tuple[str, ...]:
    """List the broker's users: the departments, then the partners."""
    return (*department_names(), *partner_names())


def grants(*, older: bool = False) -> tuple[Grant, ...]:
    """List the grants of all users; `older` adds the rights that release 0.1 needs."""
    return tuple(_as_older(grant_of(user)) if older else grant_of(user) for user in users())


def grant_of(user: str) -> Grant:
    """Return what a department or partner may configure, write and read."""
    heard = _subscribed(user)
    own_exchange = re.escape(exchange_of(user))
    exchanges = (re.escape(exchange_of(publisher)) for publisher in sorted(heard))
    return Grant(
        user,
        configure=NOTHING,
        write=_alternatives((own_exchange, _inboxes(user))),
        read=_alternatives((_queues(user), re.escape(quarantine_of(user)), *exchanges)),
        topics=tuple(
            TopicGrant(
                exchange_of(voice),
                write=_topics(publishable_topics(user)) if voice == user else NOTHING,
                read=_topics(heard.get(voice, ())),
            )
            for voice in sorted({user, *heard})
        ),
    )


def publishable_topics(user: str) -> tuple[str, ...]:
    """List the routing keys under which a user publishes.

    Those of its events; of resend requests and refusal notices to the publishers to which it
    subscribes; of resent events and resend answers to its own subscribers.
    """
    own = {
        topic for event in events() if user in publishers_of(event) for topic in topics_of(event)
    }
    heard = {publisher for publisher, _ in bound_topics_of(user)}
    asks = {key(publisher) for publisher in heard for key in (request_key, refusal_key)}
    again = {key(asker) for asker in subscribers_of(user) for key in (resent_key, answer_key)}
    return tuple(sorted(own | asks | again))


def operator_topology() -> Topology:
    """Describe what only an operator creates: event exchanges, and inboxes of one queue each.

    The inboxes are not bound to events: a department binds its own, unless it has left it for a
    later generation.
    """
    topology = Topology()
    for user in users():
        topology += publisher_topology(user)
    for user in users():
        topology += inbox_topology(user, ())
    return topology


def _subscribed(user: str) -> dict[str, list[str]]:
    """Return the topics that a user may bind, by publisher.

    Those of events, resent events and resend answers; of its subscribers, requests and refusals.
    """
    heard = defaultdict(list)
    for publisher, topic in bound_topics_of(user):
        heard[publisher].append(topic)
    for publisher in tuple(heard):
        heard[publisher] += resent_key(user), answer_key(user)
    for asker in subscribers_of(user):
        heard[asker] += request_key(user), refusal_key(user)
    return dict(heard)


def _as_older(grant: Grant) -> Grant:
    """Let a department declare its own inbox and quarantine, as release 0.1 does at each start."""
    inbox, quarantine = _inboxes(grant.user), re.escape(quarantine_of(grant.user))
    own = rf"{inbox}(\.[0-9]+)?|{quarantine}"
    exchange = re.escape(exchange_of(grant.user))
    read = _alternatives((own, grant.read.removeprefix("^(").removesuffix(r")\z")))
    return replace(
        grant, configure=_alternatives((own,)), write=_alternatives((exchange, own)), read=read
    )


def _inboxes(user: str) -> str:
    """Return a pattern of a user's inbox exchanges in all generations, which the user binds."""
    return rf"{re.escape(inbox_of(user))}(\.g[0-9]+)?"


def _queues(user: str) -> str:
    """Return a pattern of a user's inbox queues in all generations."""
    return rf"{_inboxes(user)}\.[0-9]+"


def _topics(topics: Iterable[str]) -> str:
    names = sorted({re.escape(topic) for topic in topics})
    return _alternatives(names) if names else NOTHING


def _alternatives(alternatives: Iterable[str]) -> str:
    r"""Match exactly one of these; `\z`, since `$` would also allow a line feed at the end."""
    return rf"^({'|'.join(alternatives)})\z"
