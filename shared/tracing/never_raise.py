"""A fault of the tracing must not become a fault of the traced work."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import structlog

P = ParamSpec("P")
log = structlog.get_logger()


def never_raise(record: Callable[P, None]) -> Callable[P, None]:
    """Log exceptions instead of raising them: the traced request or batch is already complete."""

    @wraps(record)
    def guarded(*arguments: P.args, **named: P.kwargs) -> None:
        try:
            record(*arguments, **named)
        except Exception:  # never raised, as promised above
            log.exception("spans.failed")

    return guarded
