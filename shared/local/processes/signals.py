"""Signal handlers for Ctrl-C and termination, so that cleanup code runs."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_Handler = Callable[[int, FrameType | None], None] | signal.Handlers

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def termination_interrupts() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt, so that every `finally` runs.

    SIGINT is included because a script's background job starts with it ignored.
    """
    with _handled(_STOPPING, _interrupt):
        yield


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Ignore repeated Ctrl-C while an orderly stop finishes."""
    with _handled(_STOPPING, signal.SIG_IGN):
        yield


@contextmanager
def _handled(signals: tuple[signal.Signals, ...], handler: _Handler) -> Iterator[None]:
    """Install a handler temporarily; do nothing off the main thread, where Python forbids it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {name: signal.signal(name, handler) for name in signals}
    try:
        yield
    finally:
        for name, former in before.items():
            signal.signal(name, former)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
