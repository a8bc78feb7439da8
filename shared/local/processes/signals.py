"""How Ctrl-C and a request to terminate reach the code that must clean up."""

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

    SIGINT is named because a script's background job begins with it ignored.
    """
    with _handled(_STOPPING, _interrupt):
        yield


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Let an orderly stop finish, however often Ctrl-C is pressed."""
    with _handled(_STOPPING, signal.SIG_IGN):
        yield


@contextmanager
def _handled(signals: tuple[signal.Signals, ...], handler: _Handler) -> Iterator[None]:
    """Handle signals this way for a while; off the main thread, where Python cannot, do nothing."""
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
