"""Metrics of transactions: duration, and reasons of failure."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import RejectedError, StoreUnavailableError
from shared.observability import store_metrics
from shared.store.store import ContendedError


@contextmanager
def measure_transaction(department: str) -> Iterator[None]:
    """Measure a transaction with all its repetitions; a `RejectedError` is not an error of it."""
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
