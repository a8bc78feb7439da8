"""`liandong obligations`: list obligations between departments, and act on them as the office."""

import time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
import typer

from shared.cli.common import HOME

OFFICE = "coordination"
Name = Annotated[str, typer.Argument(help="Obligation id; see `liandong obligations list`.")]
Why = Annotated[str, typer.Option(help="Reason; it is recorded and published.")]
Home = Annotated[Path, typer.Option(help="Home folder of the local platform.")]
Person = Annotated[str, typer.Option("--as", help="Your name.")]
HEAD = "head-1"
LOOK_S = 0.5


def register(app: typer.Typer) -> None:
    """Add `obligations` to the command line."""
    group = typer.Typer(
        help="Obligations (应办事项) and their deadlines: list, explain, suspend, extend, correct.",
        no_args_is_help=True,
    )
    group.command("list")(list_obligations)
    for command in (explain, suspend, resume, extend, correct, accept, doubts, recompute):
        group.command(command.__name__)(command)
    app.add_typer(group, name="obligations")


def list_obligations(
    owner: Annotated[str | None, typer.Option(help="Only those of this department.")] = None,
    state: Annotated[
        str | None, typer.Option(help="State, such as 已逾期; default: all open ones.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due-before", help="Only deadlines up to this time, such as 2026-10-12T16:00:00Z."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help="Maximum number.")] = 50,
    home: Home = HOME,
) -> None:
    """List obligations of all departments, by deadline.

    Example: `liandong obligations list --owner natural_resources --state 已逾期`
    """
    asked = {"owner": owner, "state": state, "due_at": due, "limit": str(limit)}
    asked |= {} if state else {"open": "true"}
    query = urlencode({name: value for name, value in asked.items() if value})
    for row in _ask(home, f"/v1/obligations?{query}")["items"]:
        until = row["due_at"] or "—"
        typer.echo(
            f"{until}  {row['state']}  {row['owner']}  {row['title']}（{row['key']}）  {row['id']}"
        )


def explain(name: Name, home: Home = HOME) -> None:
    """Explain in one sentence how the deadline was computed."""
    typer.echo(_ask(home, f"/v1/obligations/{name}/explanation")["sentence"])


def suspend(name: Name, why: Why, person: Person = HEAD, home: Home = HOME) -> None:
    """Suspend a deadline from now on, if its rule allows it."""
    _act(home, name, "suspension", person, {"why": why})


def resume(name: Name, why: Why, person: Person = HEAD, home: Home = HOME) -> None:
    """Resume a suspended deadline from now on."""
    _act(home, name, "resumption", person, {"why": why})


def extend(
    name: Name,
    length: Annotated[int, typer.Argument(help="New total length, such as 30.")],
    why: Why,
    approved_by: Annotated[str, typer.Option(help="Name of the approver.")],
    unit: Annotated[
        str, typer.Option(help="Unit: hour, natural_day, working_day or month.")
    ] = "natural_day",
    person: Person = HEAD,
    home: Home = HOME,
) -> None:
    """Extend a period within the limits of its rule; it is counted from the same start.

    Example: `liandong obligations extend ID 30 --why 案情复杂 --approved-by 某某负责人`
    """
    body = {"why": why, "length": length, "unit": unit, "approved_by": approved_by}
    _act(home, name, "extension", person, body)


def correct(
    name: Name,
    started_at: Annotated[str, typer.Argument(help="Correct start, such as 2026-10-09T08:30:00Z.")],
    why: Why,
    person: Person = HEAD,
    home: Home = HOME,
) -> None:
    """Correct the start of a period."""
    _act(home, name, "correction", person, {"why": why, "started_at": started_at})


def accept(
    name: Name,
    event: Annotated[str, typer.Argument(help="Id of the claiming event; see `doubts`.")],
    why: Why,
    person: Person = HEAD,
    home: Home = HOME,
) -> None:
    """Accept a late claim that an act was done before the deadline. Check the proof first."""
    _act(home, name, "acceptance", person, {"why": why, "event_id": event})


def doubts(
    thread: Annotated[
        str | None, typer.Option(help="Only those of one matter, such as case:…")
    ] = None,
    state: Annotated[
        str | None, typer.Option(help="State, such as 事后主张待核; default: all.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Maximum number.")] = 50,
    home: Home = HOME,
) -> None:
    """List steps and dates that are not accepted: out of order, by no party, or unproven.

    Example: `liandong obligations doubts --state 事后主张待核`
    """
    asked = {"thread": thread, "state": state, "limit": str(limit)}
    query = urlencode({name: value for name, value in asked.items() if value})
    for doubt in _ask(home, f"/v1/doubts?{query}")["items"]:
        by, publisher = doubt["by"], doubt["publisher"]
        told = by if by == publisher else f"{by}（{publisher}告知）"
        typer.echo(
            f"{doubt['arrived']}  {doubt['state']}  {doubt['thread']}  {told}  {doubt['what']}  "
            f"称于{doubt['claimed_on']}  {doubt['reason']}  "
            f"{doubt['obligation'] or ''} {doubt['event']}"
        )


def recompute(why: Why, person: Person = HEAD, home: Home = HOME) -> None:
    """Recompute all open deadlines by the newest calendar and rules; show the progress."""
    made = _ask(home, "/v1/recounts", person, {"why": why})
    while made["state"] == "进行中":
        typer.echo(f"{made['next_portion']}/{made['portions']}  {made['counted']} 个已重算")
        time.sleep(LOOK_S)
        made = _ask(home, f"/v1/recounts/{made['id']}")
    typer.echo(f"{made['state']}：{made['counted']} 个已重算，{made['changed']} 个有变化")


def _act(home: Path, name: str, act: str, person: str, body: dict[str, Any]) -> None:
    at = _ask(home, f"/v1/obligations/{name}/{act}", person, body)
    typer.echo(f"{at['state']}  {at['due_at'] or '—'}  {at['title']}（{at['key']}）")


def _ask(home: Path, path: str, person: str = HEAD, body: dict[str, Any] | None = None) -> Any:
    from shared.cli.call import CallError, call
    from shared.web.auth import Role

    text = orjson.dumps(body).decode() if body is not None else None
    try:
        status, answer = call(home, OFFICE, path, roles=[Role.HEAD], subject=person, body=text)
    except CallError as error:
        typer.echo(f"liandong: {error}", err=True)
        raise typer.Exit(1) from error
    if status >= 400:
        typer.echo(f"liandong: {answer['title']}：{answer['detail']}", err=True)
        raise typer.Exit(1)
    return answer
