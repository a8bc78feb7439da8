"""The read-only subcommands of `liandong failed`: list, refused, show, history."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from shared.cli.common import fail
from shared.cli.failed.filters import Departments, Filters, Json, Name, filtered
from shared.cli.failed.targets import print_json, targets_of, wanted_of

if TYPE_CHECKING:
    from shared.cli.failed.targets import FailureTargets


@filtered
def list_failed(
    context: typer.Context,
    filters: Filters,
    department: Departments = None,
    limit: Annotated[int, typer.Option(help="Maximum number per department.")] = 100,
    json: Json = False,
) -> None:
    """List failed messages; without --department, those of all local departments.

    Without filters, events that other departments refused are listed too.

    Example: `liandong failed list --department agriculture --state person --older-than 2h`
    """
    from shared.cli.failed.client import pages
    from shared.cli.failed.tables import console, failures_table, refused_table

    asking = targets_of(context)
    query = wanted_of(filters)
    found = [
        (asking.name(desk, row["id"]), {**row, "department": desk.department})
        for desk in asking.clients(department)
        for row in pages(desk, "/v1/failed", query, limit)
    ]
    if json:
        print_json([{**row, "name": name} for name, row in found])
    else:
        console().print(failures_table(found, f"失败消息 {len(found)} 条"))
        if not query and (told := _refused(asking, department, limit)):
            console().print(refused_table(told, f"他方未采纳 {len(told)} 条"))


def refused(
    context: typer.Context,
    department: Departments = None,
    limit: Annotated[int, typer.Option(help="Maximum number per department.")] = 100,
    json: Json = False,
) -> None:
    """List events of a department that others refused, with reason and remedy.

    Example: `liandong failed refused --department environment`
    """
    from shared.cli.failed.tables import console, refused_table

    told = _refused(targets_of(context), department, limit)
    if json:
        print_json([{**row, "name": name} for name, row in told])
    else:
        console().print(refused_table(told, f"他方未采纳 {len(told)} 条"))


def _refused(
    asking: "FailureTargets", department: list[str] | None, limit: int
) -> list[tuple[str, dict[str, Any]]]:
    from shared.cli.failed.client import pages

    return [
        (asking.name(desk, row["id"]), {**row, "department": desk.department})
        for desk in asking.clients(department)
        for row in pages(desk, "/v1/failed/refused", {}, limit)
    ]


def show(
    context: typer.Context,
    name: Name,
    content: Annotated[
        bool, typer.Option("--content", help="Show restricted content too.")
    ] = False,
    why: Annotated[
        str | None, typer.Option(help="Reason for reading; required by --content.")
    ] = None,
    json: Json = False,
) -> None:
    """Show one failed message and the possible actions.

    Restricted content is shown only with `--content --why TEXT`; each access is recorded.

    Example: `liandong failed show agriculture:L_ZW52aXJvbm1lbnR8SloxfDM`
    """
    from shared.cli.failed.tables import console, print_shown

    if content and not why:
        fail("--content needs --why: reading it is recorded")
    desk, found = targets_of(context).find(name)
    shown = desk.ask(f"/v1/failed/{found}")
    told = desk.ask(f"/v1/failed/{found}/content", {"why": why}) if content else None
    if json:
        print_json({**shown, **({"read": told} if told else {})})
        return
    print_shown(console(), name, shown, told)


def history(
    context: typer.Context,
    department: Departments = None,
    limit: Annotated[int, typer.Option(help="Maximum number; the latest are shown.")] = 50,
    json: Json = False,
) -> None:
    """List interventions on failed messages: person, time, reason, messages and results.

    Example: `liandong failed history --department agriculture --limit 10`
    """
    from shared.cli.failed.client import pages
    from shared.cli.failed.tables import console, history_table

    found = [
        (desk.department, row)
        for desk in targets_of(context).clients(department)
        for row in pages(desk, "/v1/failed/history", {})
    ]
    latest = sorted(found, key=lambda entry: str(entry[1]["at"]))[-limit:]
    if json:
        print_json([{**row, "department": name} for name, row in latest])
    else:
        console().print(history_table(latest))
