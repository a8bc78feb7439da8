"""Options that several subcommands of `liandong failed` take."""

from typing import Annotated

import typer

Departments = Annotated[
    list[str] | None, typer.Option(help="Which one; may be repeated. Default: all here.")
]
Why = Annotated[str, typer.Option(help="The reason; it is kept with your name.")]
Name = Annotated[str, typer.Argument(help="An id as `liandong failed list` prints it.")]
Names = Annotated[list[str] | None, typer.Argument(help="Ids; or use the filters.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
Kind = Annotated[str | None, typer.Option(help="lane, gap or quarantine.")]
Publisher = Annotated[str | None, typer.Option(help="Who published the event.")]
Type = Annotated[str | None, typer.Option("--type", help="As plot.registered.v1.")]
Subject = Annotated[str | None, typer.Option(help="What the event is about.")]
Reason = Annotated[str | None, typer.Option(help="A part of the reason.")]
State = Annotated[str | None, typer.Option(help="person (waits for one) or retry.")]
Older = Annotated[str | None, typer.Option(help="Failed at least so long ago: 30m, 2h, 3d.")]
