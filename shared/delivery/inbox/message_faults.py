"""Why a message is refused: each kind of fault has a name that people sort by."""

import traceback

import structlog

from liandong.errors import BadSignature, Malformed
from shared.delivery.inbox.arrival_clock import WrongClockError
from shared.errors import InvalidInputError
from shared.handling.sealing import CannotOpenError

log = structlog.get_logger()


class UnknownEventError(Exception):
    """A verified event of a type that this department does not take."""


class ForeignEventError(Exception):
    """A verified event from somebody who may not publish its type: a stolen or mistaken voice."""


class UnreadableError(Exception):
    """A verified event that made its reader fail: a fault of the platform, not of the event."""


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
    """Tell by which kind an error is counted."""
    return next(kind for cls, kind in KINDS.items() if isinstance(error, cls))


def unreadable(error: Exception) -> UnreadableError:
    """Make a refusal of an error that no kind foresees: it is a bug, and logged as one.

    One message that its reader did not foresee must not hold up those beside it.
    """
    log.exception("event.unreadable", exc_info=error)
    place = traceback.extract_tb(error.__traceback__)[-1].name
    return UnreadableError(f"读取时出错，请报告给平台维护人员：{error!r} in {place}")
