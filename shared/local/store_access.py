"""The store for a command of operations: the one that is set, runs here, or is started for it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shared.config.mongo_address import MongoAddress
from shared.config.server_settings import store_address
from shared.errors import SettingsError
from shared.local.errors import LocalError
from shared.local.state_file import read_state
from shared.local.store import EmbeddedStore


@contextmanager
def open_store_address(home: Path, env: Mapping[str, str] = os.environ) -> Iterator[MongoAddress]:
    """Give the store's address: of the environment's settings, else of the platform in `home`.

    Where that stands still, its embedded store runs for as long as the command does. `LocalError`
    names a setting that is wrong.
    """
    if env.get("LIANDONG_MONGO_URL"):
        try:
            address = store_address(env)
        except SettingsError as error:
            raise LocalError(str(error)) from error
        yield address
    elif running := read_state(home):
        yield MongoAddress(running.mongo_url)
    else:
        store = EmbeddedStore(home / "store")
        store.start()
        try:
            yield MongoAddress(store.url())
        finally:
            store.stop()
