"""What handlers of one department work with: who publishes, the store, the clock."""

from dataclasses import dataclass

from shared.clock.system import Clock
from shared.handling.cause import PublisherIdentity
from shared.store.store import Store


@dataclass(slots=True)
class DepartmentContext:
    """One department in one process; its commands and its events share it."""

    identity: PublisherIdentity
    store: Store
    clock: Clock

    @property
    def department(self) -> str:
        """The department's id."""
        return self.identity.department
