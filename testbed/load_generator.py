"""Load generation: requests that are repeated with their idempotency key until answered."""

import threading
from collections.abc import Callable
from typing import TypeVar

import httpx

T = TypeVar("T")


def retry(attempt: Callable[[], T | None], give_up: Callable[[], object]) -> T | None:
    """Call `attempt` until it returns a value; None if `give_up`, called between two, is true.

    `give_up` also paces the attempts, as `threading.Event.wait` does.
    """
    while (answer := attempt()) is None:
        if give_up():
            return None
    return answer


def settled_response(send: Callable[[], httpx.Response]) -> httpx.Response | None:
    """Send a request; None unless the server served or refused it (a status below 500)."""
    try:
        response = send()
    except httpx.TransportError:
        return None
    return None if response.is_server_error else response


class LoadThread(threading.Thread):
    """One simulated user on a daemon thread; subclasses define `run`.

    `finish` asks the user to complete the request in hand and send no other, `abort` to abandon
    that one, too.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name, daemon=True)
        self.finishing = threading.Event()
        self.aborted = threading.Event()

    def finish(self) -> None:
        """Send no further request."""
        self.finishing.set()

    def abort(self) -> None:
        """Abandon the request in hand, too."""
        self.finishing.set()
        self.aborted.set()
