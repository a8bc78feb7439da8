"""The bound of series per metric: the product of its label values, less impossible combinations."""

from functools import cache

from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.states import ObligationState
from shared.broker.inbox_layout import InboxLayout
from shared.broker.topology import subscribers_of
from shared.catalog.catalog import department_names, document_types, load_service, partner_names
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.metrics import REFUSALS
from shared.delivery.refusals.messages import KINDS as REFUSAL_KINDS
from shared.delivery.timers import timers_of
from shared.operations.document_types import KIT_DOCUMENTS
from shared.runtime.gauges import states_of
from shared.store.document import document_meta
from shared.web.routes import routes_of

STATUSES = 12  # 200, 202, 400, 401, 403, 404, 409, 413, 415, 422, 500, 503
FIXED = {
    "reason": len(REFUSALS) + 1,
    "outcome": 4,
    "level": 3,
    "version": 1,
    "python": 1,
    "role": 3,
}


def max_series(name: str, labels: tuple[str, ...]) -> int:
    """Return the most series of a metric in a city with one process per department.

    Raises `LookupError` for a label without a known number of values.
    """
    wanted = frozenset(labels)
    for together, number in _together().items():
        if together <= wanted:
            return number * _product(wanted - together)
    if unknown := wanted - set(FIXED) - set(_alone()):
        raise LookupError(
            f"{name}: say in monitoring/cardinality.py how many values {unknown} can have"
        )
    return _product(wanted)


def _product(labels: frozenset[str]) -> int:
    sizes = FIXED | _alone()
    number = 1
    for label in labels:
        number *= sizes[label]
    return number


@cache
def _alone() -> dict[str, int]:
    departments = len(department_names())
    owners = departments + len(partner_names())
    return {"department": departments, "publisher": owners, "owner": owners, "state": 3}


@cache
def _together() -> dict[frozenset[str], int]:
    """Return the number of combinations of dependent labels; sets with more labels first."""
    services = [load_service(name) for name in department_names()]
    kinds = {
        name: (*KIT_DOCUMENTS, InboxLayout, *document_types(name)) for name in department_names()
    }
    routes = sum(len({route.url for route, _ in routes_of(service)}) for service in services)
    rules, owners = len(rulebook().rules), len(department_names()) + len(partner_names())
    open_states = sum(not state.is_ended for state in ObligationState)
    return {
        frozenset({"department", "kind", "state"}): sum(
            len(states_of(kind)) for same in kinds.values() for kind in same
        ),
        frozenset({"owner", "rule", "state"}): rules * owners * open_states,
        frozenset({"department", "route", "status"}): routes * STATUSES,
        frozenset({"department", "route"}): routes,
        frozenset({"department", "event"}): sum(
            len(subscriptions_of(service)) + 1 for service in services
        ),
        frozenset({"department", "by", "kind"}): (len(REFUSAL_KINDS) + 1)
        * sum(len(subscribers_of(name)) for name in department_names()),
        frozenset({"department", "timer"}): sum(len(timers_of(service)) for service in services),
        frozenset({"department", "collection"}): sum(
            len({document_meta(kind).collection for kind in same}) for same in kinds.values()
        ),
        frozenset({"rule", "title"}): rules,
        frozenset({"owner", "title"}): owners,
    }
