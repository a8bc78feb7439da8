"""Simulated clerks of the platform's departments, who run a workload over HTTP."""

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path

import httpx

from demo.client import ApiAnswer, City, Json
from shared.web.auth import Role
from testbed.load_generator import LoadThread, retry

RETRY_S = 1.0
FINISH_S = 120.0
MOST_TRIES = 900
NOT_YET = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@dataclass(frozen=True, slots=True)
class ClerkRequest:
    """A command to one department in a role; `patient` retries on 404 and 409, too."""

    department: str
    path: str
    body: Json
    role: Role = Role.CLERK
    patient: bool = False
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class AnsweredRequest:
    """A request and its answer."""

    request: ClerkRequest
    answer: ApiAnswer


Workload = Callable[["SimulatedClerk"], Iterator[None]]


class SimulatedClerk(LoadThread):
    """A clerk who runs a workload until `finish`, with a pause after each step.

    `unanswered` lists the requests that never got an answer; `tries` counts all attempts.
    """

    def __init__(
        self, addresses: dict[str, str], home: Path, workload: Workload, pause_s: float
    ) -> None:
        super().__init__()
        self.done: list[AnsweredRequest] = []
        self.refused: list[AnsweredRequest] = []
        self.unanswered: list[ClerkRequest] = []
        self.tries = 0
        self._city = City(addresses, home)
        self._workload, self._pause_s = workload, pause_s

    def run(self) -> None:
        """Run the workload."""
        for _ in self._workload(self):
            if self.finishing.wait(self._pause_s):
                break

    def wait(self) -> None:
        """Wait up to two minutes for the current request, then close the connections."""
        self.join(FINISH_S)
        self._city.__exit__()

    def send(self, request: ClerkRequest) -> Json | None:
        """Retry a request until it is answered; return the body, None if refused or given up.

        After `finish` retries continue for two minutes; a patient request is given up at once.
        """
        answer = retry(lambda: self._try(request), self._limit(request))
        if answer is not None:
            answered = AnsweredRequest(request, answer)
            (self.done if answer.ok else self.refused).append(answered)
            return answer.body if answer.ok else None
        if not (request.patient and self.finishing.is_set()):
            self.unanswered.append(request)
        return None

    def _try(self, request: ClerkRequest) -> ApiAnswer | None:
        self.tries += 1
        client = self._city[request.department]
        try:
            answer = client.post(request.path, request.body, role=request.role, key=request.key)
        except (httpx.HTTPError, ValueError):  # unreachable, or no JSON: not answered
            return None
        not_yet = request.patient and answer.status in NOT_YET
        return None if not_yet or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else answer

    def _limit(self, request: ClerkRequest) -> Callable[[], bool]:
        """Return the check that ends the retries of one request; each call sleeps a second."""
        tries, left = count(1), iter(range(int(FINISH_S / RETRY_S) - 1))

        def gives_up() -> bool:
            time.sleep(RETRY_S)
            if self.finishing.is_set() and (request.patient or next(left, None) is None):
                return True
            return next(tries) >= MOST_TRIES

        return gives_up
