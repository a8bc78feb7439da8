"""A fault in what watches must not become a fault in what is watched."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import structlog

P = ParamSpec("P")
log = structlog.get_logger()


def never_raise(record: Callable[P, None]) -> Callable[P, None]:
    """Let a fault end in the log: the request, batch or flight that is told of is done already."""

    @wraps(record)
    def guarded(*arguments: P.args, **named: P.kwargs) -> None:
        try:
            record(*arguments, **named)
        except Exception:  # the promise above
            log.exception("spans.failed")

    return guarded
