"""Simulated clerks of the synthetic city, who retry until they succeed."""

from made_up_city import MadeUpCity

from testbed.load_generator import LoadThread, retry, settled_response

WELLS_EACH = 3
PAUSE_S = 0.001


class Clerk(LoadThread):
    """Seals its own wells in turn; repeats each request with its key until the answer is 2xx."""

    def __init__(self, city: MadeUpCity, name: str) -> None:
        super().__init__(name)
        self.accepted: dict[str, list[str]] = {}
        self.refused: list[str] = []
        self._city = city

    def run(self) -> None:
        number = 0
        while not self.finishing.is_set() and not self.refused:
            well, note = f"{self.name}-{number % WELLS_EACH}", f"{self.name}号{number}"
            if self._seal(well, note, key=f"{self.name}-{number}"):
                self.accepted.setdefault(well, []).append(note)
            number += 1

    def _seal(self, well: str, note: str, key: str) -> bool:
        response = retry(
            lambda: settled_response(lambda: self._city.seal(well, note, key=key)),
            lambda: self.aborted.wait(PAUSE_S),
        )
        if response is None:
            return False
        if not response.is_success:
            self.refused.append(response.text)
        return response.is_success


class Clerks:
    """Several clerks that work in parallel, at most until the end of the `with`."""

    def __init__(self, city: MadeUpCity) -> None:
        self._clerks = [Clerk(city, name) for name in ("wang", "li", "zhao")]
        for clerk in self._clerks:
            clerk.start()

    def __enter__(self) -> "Clerks":
        return self

    def __exit__(self, *_: object) -> None:
        for clerk in self._clerks:
            clerk.abort()
        for clerk in self._clerks:
            clerk.join(30)

    @property
    def answered(self) -> int:
        """The number of acts answered 2xx so far."""
        return sum(len(notes) for notes in self.accepted.values())

    @property
    def accepted(self) -> dict[str, list[str]]:
        """The notes of all acts answered 2xx, in order, by well."""
        return {well: notes for clerk in self._clerks for well, notes in clerk.accepted.items()}

    def go_home(self) -> None:
        """Let each clerk finish its current act and stop."""
        for clerk in self._clerks:
            clerk.finish()
        for clerk in self._clerks:
            clerk.join(30)
            assert not clerk.is_alive()
            assert clerk.refused == []
