"""Which outcomes of a transaction count as failures."""

import pytest
from prometheus_client import REGISTRY

from shared.errors import NotFoundError, StoreUnavailableError
from shared.store.mongo.metrics import measure_transaction

DEPARTMENT = "measured_here_alone"
REASONS = ("unavailable", "contended", "other")


def counted():
    name = "liandong_store_errors_total"
    told = {
        reason: REGISTRY.get_sample_value(name, {"department": DEPARTMENT, "reason": reason})
        for reason in REASONS
    }
    return {reason: count for reason, count in told.items() if count}


def ended_by(error):
    with pytest.raises(type(error)), measure_transaction(DEPARTMENT):
        raise error


def test_only_what_is_no_refusal_of_the_rules_counts_as_a_failed_transaction():
    """A clerk's request for a missing document would fire TransactionsFail, which means a bug."""
    ended_by(NotFoundError("线索", "某某"))
    assert counted() == {}

    ended_by(StoreUnavailableError())
    ended_by(ZeroDivisionError())
    assert counted() == {"unavailable": 1, "other": 1}
