"""The permitted subscriptions of a partner: all public events, and those it declares.

A partner has no service that could declare subscriptions. The tuple `SUBSCRIPTIONS` in
`services/partners/<partner>/subscriptions.py` lists the other events that the law entitles it to.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from shared.catalog.catalog import department_names, events, publishers_of
from shared.messages.declare import Classification, meta_of
from shared.messages.namespace import PARTNERS, ROOT


def partner_subscriptions(partner: str) -> Iterator[tuple[str, str]]:
    """Yield (publisher, routing key) pairs; for addressed events every recipient's, and `*`."""
    for event in events():
        if meta_of(event).namespace != partner and _may_subscribe(partner, event):
            for publisher in publishers_of(event):
                yield from ((publisher, topic) for topic in topics_of(event, everybody=True))


def topics_of(event: type[Any], *, everybody: bool = False) -> tuple[str, ...]:
    """List the routing keys of an event; with `everybody` also the wildcard for all recipients."""
    meta = meta_of(event)
    if not meta.recipient:
        return (meta.routing_key,)
    recipients = [meta.topic(name) for name in department_names()]
    return (*recipients, meta.topic("*")) if everybody else tuple(recipients)


def _may_subscribe(partner: str, event: type[Any]) -> bool:
    return meta_of(event).classification is Classification.PUBLIC or event in _declared(partner)


def _declared(partner: str) -> tuple[type[Any], ...]:
    module = f"{ROOT}.{PARTNERS}.{partner}.subscriptions"
    return tuple(import_module(module).SUBSCRIPTIONS) if find_spec(module) else ()
