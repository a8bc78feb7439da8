"""Options that several subcommands of `liandong failed` share."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Annotated, Any

import typer

Departments = Annotated[
    list[str] | None, typer.Option(help="Which one; may be repeated. Default: all here.")
]
Why = Annotated[str, typer.Option(help="The reason; it is kept with your name.")]
Name = Annotated[str, typer.Argument(help="An id as `liandong failed list` prints it.")]
Names = Annotated[list[str] | None, typer.Argument(help="Ids; or use the filters.")]
Snapshot = Annotated[str | None, typer.Option(help="Go on with this snapshot.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only tell what would happen.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter of a group of failed messages; each field is an option of the subcommand."""

    kind: Annotated[str | None, typer.Option(help="lane, gap or quarantine.")] = None
    publisher: Annotated[str | None, typer.Option(help="Who published the event.")] = None
    type: Annotated[str | None, typer.Option(help="As plot.registered.v1.")] = None
    subject: Annotated[str | None, typer.Option(help="What the event is about.")] = None
    reason: Annotated[str | None, typer.Option(help="A part of the reason.")] = None
    state: Annotated[str | None, typer.Option(help="person (waits for one) or retry.")] = None
    older_than: Annotated[
        str | None, typer.Option(help="Failed at least so long ago: 30m, 2h, 3d.")
    ] = None


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Replace a subcommand's parameter `filters` by one option for each filter."""
    told = inspect.signature(command)
    own = [parameter for name, parameter in told.parameters.items() if name != "filters"]
    more = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=field.type
        )
        for field in fields(Filters)
    ]

    @wraps(command)
    def run(*arguments: Any, **named: Any) -> None:
        filters = Filters(**{parameter.name: named.pop(parameter.name) for parameter in more})
        command(*arguments, filters=filters, **named)

    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    vars(run)["__signature__"] = told.replace(parameters=[*parameters, *more])
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *more)}
    return run
