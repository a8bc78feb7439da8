"""What a department's process can reach, on any host."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import PlatformError
from shared.runtime.readiness import Readiness
from shared.store.store import Store


@dataclass(frozen=True, slots=True)
class HealthChecks:
    """The checks of one process; `measure` gives its metrics as text."""

    department: str
    store: Store
    readiness: Readiness
    measure: Callable[[], bytes]

    def __call__(self) -> dict[str, str]:
        """Tell `ok`, or in words what is wrong, for each thing that the process needs."""
        return {
            "store": self._store(),
            "inbox": self.readiness.inbox_fault() or "ok",
        }

    def _store(self) -> str:
        """Ask the heartbeat first: a store that takes no writes may not answer at all."""
        if fault := self.readiness.store_fault():
            return fault
        try:
            self.store.ping()
        except PlatformError as error:
            return str(error)
        return "ok"
