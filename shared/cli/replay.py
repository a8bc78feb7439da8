"""`liandong replay`: have publishers resend a department's missing events from their outboxes."""

import time
from pathlib import Path
from typing import Annotated

import orjson
import typer

from shared.cli.common import HOME, fail, require_departments

APPEARS_S = 5.0
LOOK_S = 0.3


def register(app: typer.Typer) -> None:
    """Add `replay` to the command line."""
    app.command("replay")(replay)


def replay(
    subscriber: Annotated[str, typer.Argument(help="Who is to be brought up to date.")],
    why: Annotated[str, typer.Option(help="The reason; it is recorded.")],
    publisher: Annotated[
        list[str] | None,
        typer.Option("--from", help="Whose events; may be repeated. All that it hears if absent."),
    ] = None,
    about: Annotated[str, typer.Option("--subject", help="One subject only.")] = "",
    person: Annotated[str, typer.Option("--as", help="Who asks.")] = "ops-1",
    home: Annotated[Path, typer.Option(help="Folder of the platform on this machine.")] = HOME,
) -> None:
    """Have a department's missing events sent again, in order, without disturbing the others.

    What it may hear is told by the contracts. What took effect there already is absorbed, so
    nothing is done twice.

    Example: `liandong replay agriculture --from environment --why "new subscription"`
    """
    from shared.broker.topology import bound_topics_of

    heard = sorted({department for department, _ in bound_topics_of(_department(subscriber))})
    for one in publisher or heard:
        body = {"publisher": one, "about": about, "why": why}
        _ask(home, subscriber, "/v1/replays", person, body)
        typer.echo(f"{one}: asked to send to {subscriber}")
        _follow(home, one, subscriber, person)


def _follow(home: Path, publisher: str, subscriber: str, person: str) -> None:
    """Print the publisher's progress until nothing is left to send."""
    if publisher not in _departments():
        typer.echo(f"{publisher}: a partner without a service here; its own system must send")
        return
    seen, told, end = False, "", time.monotonic() + APPEARS_S
    while True:
        listed = _ask(home, publisher, "/v1/resends?limit=500", person)["items"]
        mine = [resend for resend in listed if resend["subscriber"] == subscriber]
        if not mine and (seen or time.monotonic() > end):
            break
        seen = seen or bool(mine)
        reached = mine[0]["cursor"] if mine else told
        if reached != told:
            typer.echo(f"{publisher}: sent up to subject {reached}")
            told = reached
        time.sleep(LOOK_S)
    typer.echo(f"{publisher}: all sent")


def _ask(
    home: Path, department: str, path: str, person: str, body: dict[str, str] | None = None
) -> dict[str, list[dict[str, str]]]:
    from shared.cli import call as calls
    from shared.web.auth import Role

    text = None if body is None else orjson.dumps(body).decode()
    try:
        status, answer = calls.call(
            home, department, path, roles=[Role.OPS], subject=person, body=text
        )
    except calls.CallError as error:
        fail(str(error))
    if status >= 400:
        fail(f"{department}: {answer.get('detail') or answer}")
    return answer  # type: ignore[no-any-return]


def _departments() -> tuple[str, ...]:
    from shared.catalog.catalog import department_names

    return department_names()


def _department(name: str) -> str:
    require_departments([name], _departments())
    return name
