"""Fakes that ship with the platform; they pass the same test cases as the real store and bus.

world = World("environment", "natural_resources")
plot = world.environment.execute(handlers.register_plot, RegisterPlot(...))
world.run_until_idle()                      # deliver events until none is left
world.natural_resources.published() # the events as message objects
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from liandong.envelope import Envelope
from shared.handling.claim_check import CLAIM_CHECK_BYTES
from shared.testing.department import FakeDepartment
from shared.testing.envelopes import START, envelope_of, id_named, message_of

__all__ = ["START", "FakeDepartment", "World", "envelope_of", "id_named", "message_of"]


class World:
    """Several in-memory departments and a bus that delivers in order, batch by batch.

    Time advances only by `advance`. Events of more than `claim_check_bytes` are claim-checked.
    """

    def __init__(self, *names: str, claim_check_bytes: int = CLAIM_CHECK_BYTES) -> None:
        self.now = START
        self.departments: dict[str, FakeDepartment] = {}
        for name in names:
            made = FakeDepartment(name, self.clock, self.departments, claim_check_bytes)
            self.departments[name] = made
        self._carried: set[str] = set()

    def __getattr__(self, name: str) -> FakeDepartment:
        try:
            return self.__dict__["departments"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def clock(self) -> datetime:
        """Return the time of this world."""
        return self.now

    def advance(self, span: timedelta) -> None:
        """Advance the clock."""
        self.now += span

    def run_until_idle(self, *, without: Sequence[str] = ()) -> None:
        """Deliver events until none is left; departments in `without` are down."""
        for name, department in self.departments.items():
            department.up = name not in without
        while fresh := self._fresh(without):
            self._carried.update(
                f"{envelope.department}:{envelope.id}>{to.name}" for envelope, to in fresh
            )
            for to in dict.fromkeys(to for _, to in fresh):
                to.deliver(*[envelope for envelope, receiver in fresh if receiver is to])

    def _fresh(self, without: Sequence[str]) -> list[tuple[Envelope, FakeDepartment]]:
        up = [department for name, department in self.departments.items() if name not in without]
        return [
            (envelope, receiver)
            for sender in up
            for envelope in sender.sent()
            for receiver in up
            if f"{envelope.department}:{envelope.id}>{receiver.name}" not in self._carried
        ]
