"""Who may do what on the broker, read from the contracts: one user per department and partner.

Each may make and read its own inbox and quarantine, publish its own events, and bind the topics
that it hears. All else is refused by the broker. The exchanges of events, and where unheard ones
go, are made by an operator: nobody else may make or delete them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from liandong.definitions import Grant, TopicGrant
from liandong.topology import (
    Topology,
    answer_key,
    exchange_of,
    inbox_of,
    publisher_topology,
    quarantine_of,
    refusal_key,
    request_key,
    resent_key,
)
from shared.catalog import department_names, events, partner_names, publishers_of
from shared.hearing import topics_of
from shared.topology import askers_of, heard_by

NOTHING = "^$"


@cache
def users() -> tuple[str, ...]:
    """List who has a user on the broker: the departments, then the partners."""
    return (*department_names(), *partner_names())


def grants() -> tuple[Grant, ...]:
    """List what each user may do."""
    return tuple(grant_of(user) for user in users())


def grant_of(user: str) -> Grant:
    """Tell what a department or partner may configure, write and read."""
    heard = _heard(user)
    own_exchange = re.escape(exchange_of(user))
    own = _own(user)
    return Grant(
        user,
        configure=_any((own,)),
        write=_any((own_exchange, own)),
        read=_any((own, *(re.escape(exchange_of(publisher)) for publisher in sorted(heard)))),
        topics=tuple(
            TopicGrant(
                exchange_of(voice),
                write=_topics(published_by(user)) if voice == user else NOTHING,
                read=_topics(heard.get(voice, ())),
            )
            for voice in sorted({user, *heard})
        ),
    )


def published_by(user: str) -> tuple[str, ...]:
    """List the routing keys that a user publishes under.

    Its events; what it asks those whom it hears, and tells them that it refused; and what it sends
    again to those who hear it, or answers that it has not.
    """
    own = {topic for at in events() if user in publishers_of(at) for topic in topics_of(at)}
    heard = {publisher for publisher, _ in heard_by(user)}
    asks = {key(publisher) for publisher in heard for key in (request_key, refusal_key)}
    again = {key(asker) for asker in askers_of(user) for key in (resent_key, answer_key)}
    return tuple(sorted(own | asks | again))


def operator_topology() -> Topology:
    """Describe what only an operator makes: all exchanges of events, and the unheard ones' home."""
    topology = Topology()
    for user in users():
        topology += publisher_topology(user)
    return topology


def _heard(user: str) -> dict[str, list[str]]:
    """Tell what a user may bind, by publisher: topics, events sent again, requests, refusals."""
    heard = defaultdict(list)
    for publisher, topic in heard_by(user):
        heard[publisher].append(topic)
    for publisher in tuple(heard):
        heard[publisher] += resent_key(user), answer_key(user)
    for asker in askers_of(user):
        heard[asker] += request_key(user), refusal_key(user)
    return dict(heard)


def _own(user: str) -> str:
    """Match a user's inbox exchanges and queues of all generations, and its quarantine."""
    inbox, quarantine = re.escape(inbox_of(user)), re.escape(quarantine_of(user))
    return rf"{inbox}(\.g[0-9]+)?(\.[0-9]+)?|{quarantine}"


def _topics(topics: Iterable[str]) -> str:
    names = sorted({re.escape(topic) for topic in topics})
    return _any(names) if names else NOTHING


def _any(alternatives: Iterable[str]) -> str:
    r"""Match one of these and nothing else; `\z`, since `$` would let a line feed pass behind."""
    return rf"^({'|'.join(alternatives)})\z"
