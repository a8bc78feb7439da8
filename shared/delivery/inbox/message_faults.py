"""The faults for which a message is refused, each with the kind that lists and metrics show."""

import traceback

import structlog

from liandong.errors import BadSignature, Malformed
from shared.delivery.inbox.arrival_clock import WrongClockError
from shared.errors import InvalidInputError
from shared.handling.sealing import CannotOpenError

log = structlog.get_logger()


class UnknownEventError(Exception):
    """A verified event of a type that this department does not subscribe to."""


class ForeignEventError(Exception):
    """A verified event whose signer may not publish its type: a stolen key or a mistake."""


class UnreadableError(Exception):
    """A verified event whose reading raised an unexpected error: a bug of the platform."""


KINDS: dict[type[Exception], str] = {
    Malformed: "malformed",
    BadSignature: "signature",
    UnknownEventError: "unknown",
    ForeignEventError: "foreign",
    InvalidInputError: "contract",
    CannotOpenError: "sealed",
    WrongClockError: "clock",
    UnreadableError: "unreadable",
}


KNOWN_FAULTS = tuple(KINDS)


def kind_of(error: Exception) -> str:
    """Return the kind of an error, one of `KINDS`."""
    return next(kind for cls, kind in KINDS.items() if isinstance(error, cls))


def unreadable(error: Exception) -> UnreadableError:
    """Wrap an error that is none of `KINDS`, and log it as the bug that it is.

    One message with an unexpected fault must not block the rest of its batch.
    """
    log.exception("event.unreadable", exc_info=error)
    place = traceback.extract_tb(error.__traceback__)[-1].name
    return UnreadableError(f"读取时出错，请报告给平台维护人员：{error!r} in {place}")
