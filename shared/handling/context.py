"""The context of a department's handlers: publisher identity, store and clock."""

from dataclasses import dataclass

from shared.clock.system import Clock
from shared.handling.cause import PublisherIdentity
from shared.store.store import Store


@dataclass(slots=True)
class DepartmentContext:
    """One department in one process; shared by command and event handling."""

    identity: PublisherIdentity
    store: Store
    clock: Clock

    @property
    def department(self) -> str:
        """The department's id."""
        return self.identity.department
