"""Translation of pymongo's errors into the platform's; check of the import order at start-up."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import socket_checker
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from shared.errors import StoreUnavailableError

DUPLICATE_KEY = 11000
OUT_OF_SERVICE = {
    1,  # InternalError: the storage engine stopped
    18,  # AuthenticationFailed: the password was changed, its file not yet
    91,  # ShutdownInProgress
    189,  # PrimarySteppedDown
    10107,  # NotWritablePrimary
    11600,  # InterruptedAtShutdown
    11602,  # InterruptedDueToReplStateChange
    14031,  # OutOfDiskSpace
}


class WriteConflictError(Exception):
    """Another transaction changed a document between our read and our write."""


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise `StoreUnavailableError`, or `WriteConflictError` for a lost race."""
    try:
        yield
    except BulkWriteError as error:
        faults = (error.details or {}).get("writeErrors", [])
        codes = {fault.get("code") for fault in faults}
        if DUPLICATE_KEY in codes:
            raise WriteConflictError from error
        if codes & OUT_OF_SERVICE:
            raise StoreUnavailableError from error
        raise
    except DuplicateKeyError as error:
        raise WriteConflictError from error
    except (ConnectionFailure, ServerSelectionTimeoutError) as error:
        raise StoreUnavailableError from error
    except PyMongoError as error:
        if error.has_error_label("TransientTransactionError"):
            raise WriteConflictError from error
        if isinstance(error, OperationFailure) and error.code in OUT_OF_SERVICE:
            raise StoreUnavailableError from error
        raise


@contextmanager
def fail_fast() -> Iterator[None]:
    """Raise `StoreUnavailableError` in a transaction: the driver would retry for two minutes."""
    try:
        yield
    except ServerSelectionTimeoutError as error:
        raise StoreUnavailableError from error


def check_monkey_patched() -> None:
    """Raise an error if eventlet patched modules after pymongo was imported.

    No connection would work: pymongo would call a poll function that eventlet removed.
    """
    if "eventlet" not in sys.modules:
        return
    from eventlet.patcher import is_monkey_patched  # noqa: PLC0415  only where eventlet is used

    if is_monkey_patched("select") and getattr(socket_checker, "_HAVE_POLL", False):
        raise RuntimeError(
            "eventlet.monkey_patch() must run before pymongo is imported: start with `liandong run`"
        )
