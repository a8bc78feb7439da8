"""Helpers of the commands: the default home folder, one-line errors, the check of names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

Division = Annotated[
    str,
    typer.Option(help="Division of the person's office, such as 140728; default: the city's."),
]
HOME = Path(".local")
"""The default folder of the platform on this machine."""


def fail(text: str) -> NoReturn:
    """End the command with code 1 and one line on standard error."""
    typer.echo(f"liandong: {text}", err=True)
    raise typer.Exit(1)


def require_departments(names: Iterable[str], known: Iterable[str]) -> None:
    """End the command at the first unknown name, with a list of the known ones."""
    for name in names:
        if name not in known:
            fail(f"there is no department {name!r}; there are: {', '.join(known)}")


def division_or_city(division: str) -> str:
    """Return a division of this city by its present code; the city's own by default.

    Exits with a sentence if there is no such division.
    """
    from shared.vocabulary.divisions import city_code, current, divisions

    if division and division not in divisions():
        fail(f"there is no division {division!r}; there are: {', '.join(sorted(divisions()))}")
    return current(division) if division else city_code()


def chosen_departments(departments: list[str] | None) -> tuple[str, ...]:
    """Return the named departments, or all; exits with a sentence if one does not exist."""
    from shared.catalog.catalog import department_names

    known = department_names()
    require_departments(departments or (), known)
    return tuple(departments or known)
