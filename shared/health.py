"""What a department's process can reach, on any host."""

from collections.abc import Callable
from dataclasses import dataclass

from shared import metrics
from shared.errors import PlatformError
from shared.store import Store


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one process; `connected` tells whether its inbox is being read."""

    department: str
    store: Store
    connected: Callable[[], bool]

    def __call__(self) -> dict[str, str]:
        """Tell `ok`, or in words what is wrong, for each thing that the process needs."""
        return {
            "store": self._store(),
            "inbox": "ok" if self.connected() else "not connected to the broker",
        }

    def measure(self) -> None:
        """Bring the gauges up to date."""
        if self._store() == "ok":
            metrics.OUTBOX_PENDING.labels(self.department).set(self.store.outbox.size())
        metrics.CONSUMER_CONNECTED.labels(self.department).set(self.connected())

    def _store(self) -> str:
        try:
            self.store.ping()
        except PlatformError as error:
            return str(error)
        return "ok"
