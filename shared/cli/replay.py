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
    subscriber: Annotated[str, typer.Argument(help="Department that receives the events again.")],
    why: Annotated[str, typer.Option(help="Reason; it is recorded.")],
    publisher: Annotated[
        list[str] | None,
        typer.Option("--from", help="Publisher; repeatable. Default: all subscribed publishers."),
    ] = None,
    about: Annotated[str, typer.Option("--subject", help="Only events of this subject.")] = "",
    person: Annotated[str, typer.Option("--as", help="Your name.")] = "ops-1",
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
) -> None:
    """Request past events for one department again from their publishers, in order per subject.

    Only events of its subscriptions are sent, and to this department alone. Events that already
    took effect are ignored. Prints the progress until all are sent.

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
            home,
            department,
            path,
            roles=[Role.OPS],
            subject=person,
            body=text,
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
