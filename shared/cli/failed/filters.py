"""Options that several subcommands of `liandong failed` share."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Annotated, Any

import typer

Departments = Annotated[
    list[str] | None, typer.Option(help="Department; repeatable. Default: all local ones.")
]
Why = Annotated[str, typer.Option(help="Reason; it is recorded with your name.")]
Name = Annotated[str, typer.Argument(help="Id; see `liandong failed list`.")]
Names = Annotated[list[str] | None, typer.Argument(help="Ids; or use filters.")]
Snapshot = Annotated[str | None, typer.Option(help="Continue with this snapshot (id).")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only show the expected results.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter of a group of failed messages; each field is an option of the subcommand."""

    kind: Annotated[str | None, typer.Option(help="Kind of failure: lane, gap or quarantine.")] = (
        None
    )
    publisher: Annotated[str | None, typer.Option(help="Publisher of the event.")] = None
    type: Annotated[str | None, typer.Option(help="Event type, such as plot.registered.v1.")] = None
    subject: Annotated[
        str | None, typer.Option(help="Subject of the event, such as a plot code.")
    ] = None
    reason: Annotated[str | None, typer.Option(help="Part of the failure reason.")] = None
    state: Annotated[str | None, typer.Option(help="person (needs manual action) or retry.")] = None
    older_than: Annotated[
        str | None, typer.Option(help="Minimum time since the failure: 90s, 30m, 2h, 3d.")
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
