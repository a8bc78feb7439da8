"""`liandong trace`: the path of one act through all departments."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import typer

from shared.cli.common import HOME

if TYPE_CHECKING:
    from services.coordination.ledger.event_path import LedgerLine

OFFICE = "coordination"
MOST = 500


def register(app: typer.Typer) -> None:
    """Add `trace` to the command line."""
    app.command("trace")(trace)


def trace(
    name: Annotated[str, typer.Argument(help="Correlation id, or subject of an event.")],
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
) -> None:
    """Print events with their causes as a tree, from the ledger of the coordination office.

    The ledger contains no restricted events. A case is visible by its steps.

    Example: `liandong trace 140728-0007`
    """
    from services.coordination.ledger.event_path import render_paths

    about = _entries(home, subject=name)
    correlations = dict.fromkeys(entry.correlation for entry in about) or {name: None}
    found = [line for each in correlations for line in _entries(home, correlation=each)]
    if not found:
        typer.echo(f"liandong: 台账中没有“{name}”：请核对关联编号或事项编号", err=True)
        raise typer.Exit(1)
    for line in render_paths(found):
        typer.echo(line)


def _entries(home: Path, **wanted: str) -> "list[LedgerLine]":
    from services.coordination.ledger.event_path import LedgerLine

    found: list[LedgerLine] = []
    after: str | None = ""
    while after is not None:
        query = urlencode({**wanted, "after": after, "limit": str(MOST)})
        page = _ask(home, f"/v1/ledger?{query}")
        found += map(LedgerLine.of, page["items"])
        after = page["next"]
    return found


def _ask(home: Path, path: str) -> Any:
    from shared.cli.call import CallError, call
    from shared.web.auth import Role

    try:
        status, answer = call(home, OFFICE, path, roles=[Role.HEAD], subject="head-1")
    except CallError as error:
        typer.echo(f"liandong: {error}", err=True)
        raise typer.Exit(1) from error
    if status >= 400:
        typer.echo(f"liandong: {answer['title']}：{answer['detail']}", err=True)
        raise typer.Exit(1)
    return answer
