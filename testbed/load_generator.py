"""Clerks at steady work: each repeats an act under its key until it is answered."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from demo.client import Answer, City, Json
from shared.web.auth import Role

AGAIN_S = 1.0
FOREVER_S = 120.0
MOST_TRIES = 900
SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Act:
    """A request of one department's person; `patient` says that 404 and 409 mean not yet."""

    department: str
    path: str
    body: Json
    role: Role = Role.CLERK
    patient: bool = False
    key: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Done:
    """An act, and what it was answered."""

    act: Act
    answer: Answer


Routine = Callable[["Clerk"], Iterator[None]]


class Clerk:
    """One person on a thread, who does a routine until told to go home.

    A clerk who goes home finishes the act in hand: what was begun is answered for.
    """

    def __init__(self, addresses: dict[str, str], home: Path, routine: Routine, pause_s: float):
        self.done: list[Done] = []
        self.refused: list[Done] = []
        self.left_open: list[Act] = []
        self.tries = 0
        self._city = City(addresses, home)
        self._routine, self._pause_s = routine, pause_s
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def go_home(self) -> None:
        """Begin nothing more."""
        self._leaving.set()

    def wait(self) -> None:
        """Wait until the act in hand is answered."""
        self._thread.join(FOREVER_S)
        self._city.__exit__()

    def act(self, act: Act) -> Json | None:
        """Do an act until it is answered; None if it is refused.

        Who is told to go home tries on for a while; a patient act is not waited for then.
        """
        left = FOREVER_S
        for _ in range(MOST_TRIES):
            answer = self._try(act)
            if answer is not None:
                done = Done(act, answer)
                (self.done if answer.ok else self.refused).append(done)
                return answer.body if answer.ok else None
            time.sleep(AGAIN_S)
            if self._leaving.is_set():
                left -= AGAIN_S
                if act.patient or left <= 0:
                    break
        if not (act.patient and self._leaving.is_set()):
            self.left_open.append(act)
        return None

    def _try(self, act: Act) -> Answer | None:
        self.tries += 1
        try:
            answer = self._city[act.department].post(act.path, act.body, role=act.role, key=act.key)
        except (httpx.HTTPError, ValueError):  # nobody there, or no JSON: not answered
            return None
        if answer.status >= SERVER_FAULT or (act.patient and answer.status in (404, 409)):
            return None
        return answer

    def _work(self) -> None:
        for _ in self._routine(self):
            if self._leaving.wait(self._pause_s):
                break
