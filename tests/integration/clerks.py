"""Clerks of the made-up city, who do not give up."""

import threading
from http import HTTPStatus

import httpx
from made_up_city import City

WELLS_EACH = 3
PAUSE_S = 0.001


class Clerk(threading.Thread):
    """Seals its own wells in turn; repeats each request with its key until it is answered 2xx."""

    def __init__(self, city: City, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.accepted: dict[str, list[str]] = {}
        self.refused: list[str] = []
        self.enough = threading.Event()
        self.sent_home = threading.Event()
        self._city = city

    def run(self) -> None:
        number = 0
        while not self.enough.is_set() and not self.refused:
            well, note = f"{self.name}-{number % WELLS_EACH}", f"{self.name}号{number}"
            if self._seal(well, note, key=f"{self.name}-{number}"):
                self.accepted.setdefault(well, []).append(note)
            number += 1

    def _seal(self, well: str, note: str, key: str) -> bool:
        while not self.sent_home.wait(PAUSE_S):
            try:
                answer = self._city.seal(well, note, key=key)
            except httpx.TransportError:
                continue
            if answer.is_success:
                return True
            if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                self.refused.append(answer.text)
                return False
        return False


class Clerks:
    """Several clerks at work at the same time, until the end of the `with` at the latest."""

    def __init__(self, city: City) -> None:
        self._clerks = [Clerk(city, name) for name in ("wang", "li", "zhao")]
        for clerk in self._clerks:
            clerk.start()

    def __enter__(self) -> "Clerks":
        return self

    def __exit__(self, *_: object) -> None:
        for clerk in self._clerks:
            clerk.enough.set()
            clerk.sent_home.set()
        for clerk in self._clerks:
            clerk.join(30)

    @property
    def answered(self) -> int:
        """How many acts were answered 2xx so far."""
        return sum(len(notes) for notes in self.accepted.values())

    @property
    def accepted(self) -> dict[str, list[str]]:
        """The notes of all acts that were answered 2xx, in order, by well."""
        return {well: notes for clerk in self._clerks for well, notes in clerk.accepted.items()}

    def go_home(self) -> None:
        """Let each finish what it began."""
        for clerk in self._clerks:
            clerk.enough.set()
        for clerk in self._clerks:
            clerk.join(30)
            assert not clerk.is_alive()
            assert clerk.refused == []
