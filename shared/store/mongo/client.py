"""Driver client of one process, replaced when a password or certificate file changes."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from liandong.errors import LiandongError
from shared.config.mongo_address import MongoAddress
from shared.config.reload import ReloadingValue
from shared.store.mongo.errors import check_monkey_patched
from shared.store.store import Row

KEPT_S = 300.0  # longer than any transaction, so that each can finish with the client it began with
_FAULTS = (LiandongError, PyMongoError, OSError, ValueError)


class ReloadingClient:
    """Provides the current client for new operations; those in progress keep theirs."""

    def __init__(
        self,
        address: MongoAddress,
        name: str,
        options: Mapping[str, Any] = MappingProxyType({}),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        check_monkey_patched()
        self._address = address
        self._name = name
        self._options = options
        self._clock = clock
        self._retired: list[tuple[float, MongoClient[Row]]] = []
        self._current = ReloadingValue(
            "store.secret",
            address.files,
            self._make,
            faults=_FAULTS,
            retire=self._retire,
            clock=clock,
        )

    def get(self) -> MongoClient[Row]:
        """Return the client; its secrets are at most a second old."""
        if self._retired and self._retired[0][0] <= self._clock():
            self._retired.pop(0)[1].close()
        return self._current.get()

    def close(self) -> None:
        """Close all connections."""
        self._current.get().close()
        for _, client in self._retired:
            client.close()

    def _retire(self, client: MongoClient[Row]) -> None:
        self._retired.append((self._clock() + KEPT_S, client))

    def _make(self) -> MongoClient[Row]:
        return MongoClient(
            self._address.read(),
            tz_aware=True,
            serverSelectionTimeoutMS=5_000,
            appname=self._name,
            **self._address.options(),
            **self._options,
        )
