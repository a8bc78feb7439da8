"""Whom `liandong failed` asks, and by which filter."""

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
    from shared.cli.failed.client import Desk

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_AGE = re.compile(r"(\d{1,6})([smhd])")


@dataclass(frozen=True, slots=True)
class Targets:
    """Whom to ask: departments on this machine by name, or one elsewhere by its address."""

    home: Path
    url: str | None
    token: str
    person: str

    def desks(self, departments: list[str] | None) -> "list[Desk]":
        """Give the departments that are meant."""
        from shared.cli.department_client import http_client
        from shared.cli.failed.client import LocalDesk, RemoteDesk, local_departments

        if self.url:
            return [RemoteDesk(self.url, self.token, client=http_client())]
        names = departments or local_departments(self.home)
        return [LocalDesk(self.home, name, self.person) for name in names]

    def one(self, departments: list[str] | None) -> "Desk":
        """Give the one department that is meant."""
        found = self.desks(departments)
        if len(found) != 1:
            fail("say which department: --department NAME")
        return found[0]

    def name(self, desk: "Desk", found: str) -> str:
        """Write an id so that it tells its department too."""
        return f"{desk.department}:{found}" if desk.department else found

    def find(self, name: str) -> "tuple[Desk, str]":
        """Read a name into its department and id."""
        department, colon, found = name.rpartition(":")
        if not colon and not self.url:
            fail(f"{name}: write <department>:<id>, as `liandong failed list` prints it")
        [desk] = self.desks([department])
        return desk, found


def asking_of(context: typer.Context) -> Targets:
    """Give what was said before the subcommand."""
    asking: Targets = context.obj
    return asking


def wanted_of(filters: Filters) -> dict[str, str]:
    """Write a filter as the API takes it; an age becomes the instant before which it failed."""
    wanted = {name: value for name, value in asdict(filters).items() if value is not None}
    if (age := wanted.pop("older_than", None)) is not None:
        wanted["since"] = (system_clock() - _age_of(age)).isoformat()
    return wanted


def telling(command: Callable[..., None]) -> Callable[..., None]:
    """Let a refusal end the command in one line."""

    @wraps(command)
    def run(*arguments: Any, **named: Any) -> None:
        from shared.cli.call import CallError
        from shared.cli.failed.client import AskError

        try:
            command(*arguments, **named)
        except (AskError, CallError, OSError) as error:
            fail(str(error))

    return run


def _age_of(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        fail(f"--older-than {text}: write a number and a unit, as 90s, 30m, 2h or 3d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def print_json(thing: Any) -> None:
    """Print JSON that a person can read too."""
    typer.echo(orjson.dumps(thing, option=orjson.OPT_INDENT_2).decode())
