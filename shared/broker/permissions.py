"""Who may do what on the broker, read from the contracts: one user per department and partner.

Each may read its own inbox and quarantine, publish its own events, and bind the topics that it
hears. All else is refused by the broker. Exchanges and queues are made by an operator: whoever
makes a queue chooses its kind and where it dead-letters, and rights by name cannot limit that.
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
    """List who has a user on the broker: the departments, then the partners."""
    return (*department_names(), *partner_names())


def grants(*, older: bool = False) -> tuple[Grant, ...]:
    """List what each user may do; `older` adds what release 0.1 needs while it still runs."""
    return tuple(_as_older(grant_of(user)) if older else grant_of(user) for user in users())


def grant_of(user: str) -> Grant:
    """Tell what a department or partner may configure, write and read."""
    heard = _heard(user)
    own_exchange = re.escape(exchange_of(user))
    exchanges = (re.escape(exchange_of(publisher)) for publisher in sorted(heard))
    return Grant(
        user,
        configure=NOTHING,
        write=_any((own_exchange, _inboxes(user))),
        read=_any((_queues(user), re.escape(quarantine_of(user)), *exchanges)),
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
    """List the routing keys that a user publishes under.

    Its events; what it asks those whom it hears, and tells them that it refused; and what it sends
    again to those who hear it, or answers that it has not.
    """
    own = {
        topic for event in events() if user in publishers_of(event) for topic in topics_of(event)
    }
    heard = {publisher for publisher, _ in bound_topics_of(user)}
    asks = {key(publisher) for publisher in heard for key in (request_key, refusal_key)}
    again = {key(asker) for asker in subscribers_of(user) for key in (resent_key, answer_key)}
    return tuple(sorted(own | asks | again))


def operator_topology() -> Topology:
    """Describe what only an operator makes: exchanges of events, and inboxes of one queue each.

    The inboxes are not bound to any events: their departments do that, or have left them.
    """
    topology = Topology()
    for user in users():
        topology += publisher_topology(user)
    for user in users():
        topology += inbox_topology(user, ())
    return topology


def _heard(user: str) -> dict[str, list[str]]:
    """Tell what a user may bind, by publisher: topics, events sent again, requests, refusals."""
    heard = defaultdict(list)
    for publisher, topic in bound_topics_of(user):
        heard[publisher].append(topic)
    for publisher in tuple(heard):
        heard[publisher] += resent_key(user), answer_key(user)
    for asker in subscribers_of(user):
        heard[asker] += request_key(user), refusal_key(user)
    return dict(heard)


def _as_older(grant: Grant) -> Grant:
    """Let a department make its own inbox and quarantine, as release 0.1 does at each start."""
    inbox, quarantine = _inboxes(grant.user), re.escape(quarantine_of(grant.user))
    own = rf"{inbox}(\.[0-9]+)?|{quarantine}"
    exchange = re.escape(exchange_of(grant.user))
    read = _any((own, grant.read.removeprefix("^(").removesuffix(r")\z")))
    return replace(grant, configure=_any((own,)), write=_any((exchange, own)), read=read)


def _inboxes(user: str) -> str:
    """Match the exchanges of a user's inbox in all generations: it binds them to what it hears."""
    return rf"{re.escape(inbox_of(user))}(\.g[0-9]+)?"


def _queues(user: str) -> str:
    """Match the queues of a user's inbox in all generations."""
    return rf"{_inboxes(user)}\.[0-9]+"


def _topics(topics: Iterable[str]) -> str:
    names = sorted({re.escape(topic) for topic in topics})
    return _any(names) if names else NOTHING


def _any(alternatives: Iterable[str]) -> str:
    r"""Match one of these and nothing else; `\z`, since `$` would let a line feed pass behind."""
    return rf"^({'|'.join(alternatives)})\z"
