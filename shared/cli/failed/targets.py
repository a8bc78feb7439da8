"""The departments that `liandong failed` addresses, and its filter as query parameters."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import typer

from shared.cli.common import fail
from shared.cli.failed.filters import Filters
from shared.clock.system import system_clock

if TYPE_CHECKING:
    from shared.cli.failed.client import DepartmentApi

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_AGE = re.compile(r"(\d{1,6})([smhd])")


@dataclass(frozen=True, slots=True)
class FailureTargets:
    """The target departments: local ones by name, or a remote one by its address."""

    home: Path
    url: str | None
    token: str
    person: str

    def clients(self, departments: list[str] | None) -> "list[DepartmentApi]":
        """Return clients of the named departments; of all local ones if None."""
        from shared.cli.department_client import http_client
        from shared.cli.failed.client import LocalClient, RemoteClient, local_departments

        if self.url:
            return [RemoteClient(self.url, self.token, client=http_client())]
        names = departments or local_departments(self.home)
        return [LocalClient(self.home, name, self.person) for name in names]

    def one(self, departments: list[str] | None) -> "DepartmentApi":
        """Return the client of the only department; end the command if there are several."""
        found = self.clients(departments)
        if len(found) != 1:
            fail("name one department: --department NAME")
        return found[0]

    def name(self, desk: "DepartmentApi", found: str) -> str:
        """Return an id with its department: `<department>:<id>`."""
        return f"{desk.department}:{found}" if desk.department else found

    def find(self, name: str) -> "tuple[DepartmentApi, str]":
        """Split a name into the client of its department and the id."""
        department, colon, found = name.rpartition(":")
        if not colon and not self.url:
            fail(f"{name}: write <department>:<id>, as `liandong failed list` prints it")
        [desk] = self.clients([department])
        return desk, found


def targets_of(context: typer.Context) -> FailureTargets:
    """Return the targets given by the options before the subcommand."""
    asking: FailureTargets = context.obj
    return asking


def wanted_of(filters: Filters) -> dict[str, str]:
    """Convert filters to query parameters; an age becomes the latest instant of failure."""
    wanted = {name: value for name, value in asdict(filters).items() if value is not None}
    if (age := wanted.pop("older_than", None)) is not None:
        wanted["since"] = (system_clock() - _age_of(age)).isoformat()
    return wanted


def exit_on_error(command: Callable[..., None]) -> Callable[..., None]:
    """Wrap a command so that a refusal ends it with one line."""

    @wraps(command)
    def run(*arguments: Any, **named: Any) -> None:
        from shared.cli.call import CallError
        from shared.cli.failed.client import ClientError

        try:
            command(*arguments, **named)
        except (ClientError, CallError, OSError) as error:
            fail(str(error))

    return run


def _age_of(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        fail(f"--older-than {text}: write a number and a unit, such as 90s, 30m, 2h or 3d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def print_json(thing: Any) -> None:
    """Print indented JSON."""
    typer.echo(orjson.dumps(thing, option=orjson.OPT_INDENT_2).decode())
