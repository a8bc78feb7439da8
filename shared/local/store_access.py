"""The store for a command of operations: the one that is set, runs here, or is started for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.config.command_settings import CommandSettings
from shared.config.mongo_address import MongoAddress
from shared.errors import SettingsError
from shared.local.errors import LocalError
from shared.local.state_file import find_running
from shared.local.store import EmbeddedStore


@contextmanager
def open_store_address(home: Path, settings: CommandSettings) -> Iterator[MongoAddress]:
    """Give the store's address: of the settings, else of the platform in `home`.

    Where that stands still, its embedded store runs for as long as the command does. `LocalError`
    names a setting that is wrong.
    """
    try:
        address = settings.store()
    except SettingsError as error:
        raise LocalError(str(error)) from error
    if address is not None:
        yield address
    elif running := find_running(home):
        yield MongoAddress(running.mongo_url)
    else:
        store = EmbeddedStore(home / "store")
        store.start()
        try:
            yield MongoAddress(store.url())
        finally:
            store.stop()
