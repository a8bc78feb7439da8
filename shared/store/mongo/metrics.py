"""How transactions go: how long they take, and why some are given up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import RejectedError, StoreUnavailableError
from shared.observability import store_metrics
from shared.store.store import ContendedError


@contextmanager
def measure_transaction(department: str) -> Iterator[None]:
    """Measure a transaction with all its repetitions; a refusal of the rules is no fault of it."""
    began = time.perf_counter()
    try:
        yield
    except StoreUnavailableError:
        store_metrics.STORE_ERRORS.labels(department, "unavailable").inc()
        raise
    except ContendedError:
        store_metrics.STORE_ERRORS.labels(department, "contended").inc()
        raise
    except RejectedError:
        raise
    except Exception:
        store_metrics.STORE_ERRORS.labels(department, "other").inc()
        raise
    finally:
        store_metrics.STORE_SECONDS.labels(department).observe(time.perf_counter() - began)
