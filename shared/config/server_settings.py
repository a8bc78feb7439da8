"""The settings of broker and store: addresses, passwords and certificates, checked at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from liandong.amqp.address import PASSWORD, Address, address_from
from liandong.errors import BadAddress, BadTlsFile
from shared.clock.system import system_clock
from shared.config.mongo_address import MongoAddress, mongo_address_from
from shared.errors import SettingsError

BROKER = "LIANDONG_AMQP_URL"
BROKER_PASSWORD = "LIANDONG_AMQP_PASSWORD_FILE"  # noqa: S105  the name of a setting
BROKER_FILES = "LIANDONG_AMQP_CA_FILE, LIANDONG_AMQP_CERT_FILE or LIANDONG_AMQP_KEY_FILE"
STORE = "LIANDONG_MONGO_URL"
STORE_PASSWORD = "LIANDONG_MONGO_PASSWORD_FILE"  # noqa: S105  the name of a setting
STORE_FILES = "LIANDONG_MONGO_CA_FILE or LIANDONG_MONGO_CERTIFICATE_KEY_FILE"
_BROKER_LOOKS = "write amqps://USER:{password}@HOST:5671/VHOST."
_STORE_LOOKS = "write mongodb://USER:{password}@HOST:27017/."


def broker_address(env: Mapping[str, str]) -> Address:
    """Read the broker's address and check its files; raises `SettingsError`."""
    _fit(env, BROKER, BROKER_PASSWORD, _BROKER_LOOKS)
    with named(BROKER_PASSWORD if env.get(BROKER_PASSWORD) else BROKER, BROKER_FILES):
        address = address_from(env[BROKER], env)
        address.check(system_clock())
        return address


def store_address(env: Mapping[str, str]) -> MongoAddress:
    """Read the store's address and check its files; raises `SettingsError`."""
    _fit(env, STORE, STORE_PASSWORD, _STORE_LOOKS)
    with named(STORE_PASSWORD if env.get(STORE_PASSWORD) else STORE, STORE_FILES):
        address = mongo_address_from(env)
        address.check(system_clock())
        return address


@contextmanager
def named(setting: str, tls_files: str) -> Iterator[None]:
    """Convert errors inside to a `SettingsError` that names the setting."""
    try:
        yield
    except BadTlsFile as error:
        raise SettingsError(f"{tls_files}: {error}") from error
    except BadAddress as error:
        raise SettingsError(f"{setting}: {error}") from error


def _fit(env: Mapping[str, str], url: str, file: str, looks: str) -> None:
    """Refuse `{password}` without a password file, and a file without `{password}`."""
    if env.get(file) and PASSWORD not in env[url]:
        raise SettingsError(f"{file} is set, but {url} has no {{password}}: {looks}")
    if PASSWORD in env[url] and not env.get(file):
        raise SettingsError(
            f"{url} has {{password}}, but {file} is not set: name the file that holds the password."
        )
