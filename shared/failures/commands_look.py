"""The subcommands of `liandong failed` that change nothing: list, show, history, export, verify."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from shared.failures.asking import Filters, asking_of, fail, print_json, wanted_of
from shared.failures.options import (
    Departments,
    Json,
    Kind,
    Name,
    Names,
    Older,
    Publisher,
    Reason,
    State,
    Subject,
    Type,
    Why,
)


def list_failed(
    context: typer.Context,
    department: Departments = None,
    kind: Kind = None,
    publisher: Publisher = None,
    type_: Type = None,
    subject: Subject = None,
    reason: Reason = None,
    state: State = None,
    older_than: Older = None,
    limit: Annotated[int, typer.Option(help="At most so many of each department.")] = 100,
    json: Json = False,
) -> None:
    """List what failed; without --department, in all departments on this machine.

    Example: `liandong failed list --department agriculture --state person --older-than 2h`
    """
    from shared.failures.client import pages  # noqa: PLC0415  the command line starts fast
    from shared.failures.tables import console, failures_table  # noqa: PLC0415

    asking = asking_of(context)
    query = wanted_of(Filters(kind, publisher, type_, subject, reason, state, older_than))
    found = [
        (asking.name(desk, row["id"]), {**row, "department": desk.department})
        for desk in asking.desks(department)
        for row in pages(desk, "/v1/failed", query, limit)
    ]
    if json:
        print_json([{**row, "name": name} for name, row in found])
    else:
        console().print(failures_table(found, f"失败消息 {len(found)} 条"))


def show(
    context: typer.Context,
    name: Name,
    content: Annotated[bool, typer.Option("--content", help="Restricted content too.")] = False,
    why: Annotated[str | None, typer.Option(help="Why you read it; needed with --content.")] = None,
    json: Json = False,
) -> None:
    """Show one failed message, and what can be done about it.

    Restricted content is shown with `--content --why TEXT` only, and that is recorded.

    Example: `liandong failed show agriculture:L_ZW52aXJvbm1lbnR8SloxfDM`
    """
    from shared.failures.tables import console, print_shown  # noqa: PLC0415

    if content and not why:
        fail("--content needs --why: reading it is recorded")
    desk, found = asking_of(context).find(name)
    shown = desk.ask(f"/v1/failed/{found}")
    told = desk.ask(f"/v1/failed/{found}/content", {"why": why}) if content else None
    if json:
        print_json({**shown, **({"read": told} if told else {})})
        return
    print_shown(console(), name, shown, told)


def history(
    context: typer.Context,
    department: Departments = None,
    limit: Annotated[int, typer.Option(help="The latest so many.")] = 50,
    json: Json = False,
) -> None:
    """List what people did about failed messages: who, when, why, to which, with what result."""
    from shared.failures.client import pages  # noqa: PLC0415
    from shared.failures.tables import console, history_table  # noqa: PLC0415

    found = [
        (desk.department, row)
        for desk in asking_of(context).desks(department)
        for row in pages(desk, "/v1/failed/history", {})
    ]
    latest = sorted(found, key=lambda at: str(at[1]["at"]))[-limit:]
    if json:
        print_json([{**row, "department": name} for name, row in latest])
    else:
        console().print(history_table(latest))


def export(
    context: typer.Context,
    why: Why,
    names: Names = None,
    department: Departments = None,
    kind: Kind = None,
    publisher: Publisher = None,
    type_: Type = None,
    subject: Subject = None,
    reason: Reason = None,
    state: State = None,
    older_than: Older = None,
    intervention: Annotated[
        str | None, typer.Option(help="Originals of this entry of the history.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The file; without it, standard output.")] = None,
) -> None:
    """Hand out messages as JSON lines that can be verified offline; that is recorded.

    Example: `liandong failed export --department agriculture --why 移交核查 --to failed.jsonl`
    """
    from shared.failures.acting import exported, originals  # noqa: PLC0415

    asking = asking_of(context)
    filters = wanted_of(Filters(kind, publisher, type_, subject, reason, state, older_than))
    lines = (
        originals(asking, department, intervention, why)
        if intervention
        else exported(asking, names or [], department, filters, why)
    )
    text = "".join(f"{orjson.dumps(line).decode()}\n" for line in lines)
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text)
        typer.echo(f"{len(lines)} messages: {to}", err=True)


def verify(
    file: Annotated[Path, typer.Argument(help="What `liandong failed export` wrote.")],
    trust: Annotated[Path, typer.Option(help="The list of trusted keys, trust.json.")],
) -> None:
    """Check the signatures of an export; needs no platform. Fails if one does not verify.

    Example: `liandong failed verify failed.jsonl --trust keys/trust.json`
    """
    from liandong.signing import load_key_ring  # noqa: PLC0415
    from shared.failures.verifying import verify as check  # noqa: PLC0415

    verdicts = list(check(file.read_bytes().splitlines(), load_key_ring(trust)))
    for verdict in verdicts:
        typer.echo(f"{verdict.id}  {verdict.fault or '签名有效'}  {verdict.says}".rstrip())
    if not verdicts or any(verdict.fault for verdict in verdicts):
        raise typer.Exit(1)
