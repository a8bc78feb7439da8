"""What commands read of the environment, each when it starts; a wrong variable ends the command."""

from pathlib import Path
from typing import TYPE_CHECKING

from shared.cli.common import fail
from shared.clock.system import Clock
from shared.config.command_settings import STANDARD, CommandSettings, HttpClientSettings
from shared.errors import SettingsError

if TYPE_CHECKING:
    from shared.cli.department_client import DepartmentClient


def http_client() -> HttpClientSettings:
    """Return how departments elsewhere are asked."""
    try:
        return CommandSettings.from_env().http_client()
    except SettingsError as error:
        fail(str(error))


def department_client(
    home: Path, department: str, person: str, url: str, token: str
) -> "DepartmentClient":
    """Return a client of a department: elsewhere by its address `url`, else on this machine."""
    from shared.cli.department_client import DepartmentClient

    client = http_client() if url else STANDARD
    return DepartmentClient(home, department, person, url, token, client)


def platform_clock() -> Clock:
    """Return the clock of the platform: in a drill, the one that the drill moves."""
    try:
        return CommandSettings.from_env().clock()
    except SettingsError as error:
        fail(str(error))
