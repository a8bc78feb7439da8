"""Health checks of a department's process, on any host."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import PlatformError
from shared.runtime.readiness import Readiness
from shared.store.store import Store


@dataclass(frozen=True, slots=True)
class HealthChecks:
    """The checks of one process; `measure` returns its metrics as text."""

    department: str
    store: Store
    readiness: Readiness
    measure: Callable[[], bytes]

    def __call__(self) -> dict[str, str]:
        """Return for each dependency `ok`, or its fault in words."""
        return {
            "store": self._store(),
            "inbox": self.readiness.inbox_fault() or "ok",
        }

    def _store(self) -> str:
        """Check the heartbeat first: a store that blocks writes may not respond to a ping."""
        if fault := self.readiness.store_fault():
            return fault
        try:
            self.store.ping()
        except PlatformError as error:
            return str(error)
        return "ok"
