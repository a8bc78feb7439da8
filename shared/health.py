"""What a department's process can reach, on any host."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import PlatformError
from shared.store import Store


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one process; `connected` tells whether its inbox is read.

    `measure` gives its metrics as text.
    """

    department: str
    store: Store
    connected: Callable[[], bool]
    measure: Callable[[], bytes]

    def __call__(self) -> dict[str, str]:
        """Tell `ok`, or in words what is wrong, for each thing that the process needs."""
        return {
            "store": self._store(),
            "inbox": "ok" if self.connected() else "not connected to the broker",
        }

    def _store(self) -> str:
        try:
            self.store.ping()
        except PlatformError as error:
            return str(error)
        return "ok"
