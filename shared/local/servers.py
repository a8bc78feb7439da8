"""Broker and store of a command: those of the settings, else those of the local platform."""

from dataclasses import dataclass
from pathlib import Path

from liandong.amqp.address import Address
from liandong.files.tls import TlsFiles
from shared.config.command_settings import CommandSettings
from shared.config.mongo_address import MongoAddress
from shared.errors import SettingsError
from shared.local.certificates import AUTHORITY, FOLDER
from shared.local.state_file import read_state


class ServersError(Exception):
    """No servers are configured or running; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Broker and store with the credentials of one department."""

    broker: Address
    mongo: MongoAddress


def servers_for(
    department: str,
    home: Path,
    settings: CommandSettings,
    *,
    operator: bool = False,
) -> Servers:
    """Return both from the settings, or both from the platform that runs in `home`.

    The local broker's address is that of the department's user, or of the `operator`.
    """
    try:
        broker = settings.broker()
        store = settings.store()
    except SettingsError as error:
        raise ServersError(str(error)) from error
    if broker and store:
        return Servers(broker, store)
    running = read_state(home)
    if running is None:
        raise ServersError(
            f"no platform runs in {home}: set LIANDONG_AMQP_URL and LIANDONG_MONGO_URL"
        )
    own = running.amqp_urls.get(department, running.amqp_url)
    url = running.amqp_url if operator else own
    authority = home / FOLDER / AUTHORITY
    tls = TlsFiles(ca=authority) if authority.exists() else TlsFiles()
    return Servers(Address(url, tls=tls), MongoAddress(running.mongo_url))
