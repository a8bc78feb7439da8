"""Logs: one JSON object per line on standard output; structured fields, no personal data."""

import logging
import sys
from typing import Any

import structlog

from shared.observability import metrics


class CountingFilter(logging.Filter):
    """Counts log records of level warning and above, and passes every record on."""

    def __init__(self, department: str) -> None:
        super().__init__()
        self._department = department

    def filter(self, record: logging.LogRecord) -> bool:
        """Count a record."""
        if record.levelno >= logging.WARNING:
            metrics.LOGGED.labels(self._department, record.levelname.lower()).inc()
        return True


def configure_logs(level: str, department: str) -> None:
    """Route structlog and the standard library's logging into one JSON stream."""

    def add_department(
        _: Any, __: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        return {"department": department, **event}

    steps: list[structlog.typing.Processor] = [
        add_department,  # a context variable would be missing in every thread but the first
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    out = logging.StreamHandler(sys.stdout)
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    foreign: list[structlog.typing.Processor] = [*steps, structlog.stdlib.ExtraAdder()]
    out.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=foreign, processors=last)
    )
    out.addFilter(CountingFilter(department))
    logging.basicConfig(level=level, handlers=[out], force=True)
    for noisy in ("nameko", "amqp", "kombu", "pymongo"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    # pika logs seven errors per failed connection attempt; the SDK logs one warning instead.
    for logged_by_us in ("pika", "nameko.containers"):
        logging.getLogger(logged_by_us).setLevel(logging.CRITICAL)
