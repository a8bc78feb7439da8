"""Store of an operator's command: the configured one, the running one, or a temporary start."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.config.command_settings import CommandSettings
from shared.config.mongo_address import MongoAddress
from shared.errors import SettingsError
from shared.local.errors import LocalError
from shared.local.state_file import read_state
from shared.local.store import EmbeddedStore


@contextmanager
def open_store_address(home: Path, settings: CommandSettings) -> Iterator[MongoAddress]:
    """Yield the store's address: that of the settings, else that of the platform in `home`.

    If no platform runs, its embedded store is started for the duration of the command. Raises
    `LocalError` that names a wrong setting.
    """
    try:
        address = settings.store()
    except SettingsError as error:
        raise LocalError(str(error)) from error
    if address is not None:
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
