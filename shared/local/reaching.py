"""The store for a command of operations: the one that is set, runs here, or is started for it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shared.local.running import find_running
from shared.local.store import EmbeddedStore


@contextmanager
def store_url(home: Path, env: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Give the store's address: of LIANDONG_MONGO_URL, else of the platform in `home`.

    Where that stands still, its embedded store runs for as long as the command does.
    """
    if url := env.get("LIANDONG_MONGO_URL"):
        yield url
    elif running := find_running(home):
        yield running.mongo_url
    else:
        store = EmbeddedStore(home / "store")
        store.start()
        try:
            yield store.url()
        finally:
            store.stop()
