"""Load generation: requests that are retried with their idempotency key until answered."""

import threading
from collections.abc import Callable
from typing import TypeVar

import httpx

T = TypeVar("T")


def retry(attempt: Callable[[], T | None], give_up: Callable[[], object]) -> T | None:
    """Call `attempt` until it returns a value; None once `give_up` returns a true value.

    `give_up` is called after each failed attempt and paces them, like `threading.Event.wait`.
    """
    while (answer := attempt()) is None:
        if give_up():
            return None
    return answer


def settled_response(send: Callable[[], httpx.Response]) -> httpx.Response | None:
    """Send a request; return the response, or None on a transport error or a status of 5xx."""
    try:
        response = send()
    except httpx.TransportError:
        return None
    return None if response.is_server_error else response


class LoadThread(threading.Thread):
    """One simulated user on a daemon thread; subclasses define `run`.

    `finish` lets the user complete the current request and send no other; `abort` also abandons
    the current one.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name, daemon=True)
        self.finishing = threading.Event()
        self.aborted = threading.Event()

    def finish(self) -> None:
        """Send no further request."""
        self.finishing.set()

    def abort(self) -> None:
        """Send no further request and abandon the current one."""
        self.finishing.set()
        self.aborted.set()
