"""The subcommands of `liandong failed` for evidence: export and verify."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from shared.cli.failed.filters import Departments, Filters, Names, Why, filtered
from shared.cli.failed.targets import asking_of, wanted_of


@filtered
def export(
    context: typer.Context,
    why: Why,
    filters: Filters,
    names: Names = None,
    department: Departments = None,
    intervention: Annotated[
        str | None, typer.Option(help="Originals of this entry of the history.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The file; without it, standard output.")] = None,
) -> None:
    """Hand out messages as JSON lines that can be verified offline; that is recorded.

    Large content goes into the folder FILE.contents, each under its SHA-256; it needs --to.

    Example: `liandong failed export --department agriculture --why 移交核查 --to failed.jsonl`
    """
    from shared.cli.failed.download import contents_to, exported, originals

    asking = asking_of(context)
    taken = (
        originals(asking, department, intervention, why)
        if intervention
        else exported(asking, names or [], department, wanted_of(filters), why)
    )
    text = "".join(f"{orjson.dumps(evidence.line).decode()}\n" for evidence in taken)
    if to is None:
        sys.stdout.write(text)
        return
    to.write_text(text)
    kept = contents_to(to, taken, why)
    typer.echo(f"{len(taken)} messages: {to}", err=True)
    if kept:
        typer.echo(f"{len(kept)} contents: {kept[0].parent}", err=True)


def verify(
    file: Annotated[Path, typer.Argument(help="What `liandong failed export` wrote.")],
    trust: Annotated[Path, typer.Option(help="The list of trusted keys, trust.json.")],
) -> None:
    """Check signatures and contents of an export; needs no platform. Fails if one is wrong.

    Example: `liandong failed verify failed.jsonl --trust keys/trust.json`
    """
    from liandong.messages.verify import load_key_ring
    from shared.operations.failures.verify import contents_of
    from shared.operations.failures.verify import verify as check

    lines = file.read_bytes().splitlines()
    verdicts = list(check(lines, load_key_ring(trust), contents_of(file)))
    for verdict in verdicts:
        told = verdict.fault or "，".join(filter(None, ("签名有效", verdict.content)))
        typer.echo(f"{verdict.id}  {told}  {verdict.says}".rstrip())
    if not verdicts or any(verdict.fault for verdict in verdicts):
        raise typer.Exit(1)
