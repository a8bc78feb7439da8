"""The subcommands of `liandong failed` for evidence: export and verify."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from shared.cli.failed.filters import Departments, Filters, Names, Why, filtered
from shared.cli.failed.targets import targets_of, wanted_of


@filtered
def export(
    context: typer.Context,
    why: Why,
    filters: Filters,
    names: Names = None,
    department: Departments = None,
    intervention: Annotated[
        str | None, typer.Option(help="Export the originals of this history entry (id).")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Output file; default: standard output.")] = None,
) -> None:
    """Export messages as JSON lines that can be verified offline. Each export is recorded.

    With --to, large content is written to the folder `FILE.contents`, named by its SHA-256.

    Example: `liandong failed export --department agriculture --why 移交核查 --to failed.jsonl`
    """
    from shared.cli.failed.download import contents_to, exported, originals

    asking = targets_of(context)
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
    file: Annotated[Path, typer.Argument(help="File written by `liandong failed export`.")],
    trust: Annotated[Path, typer.Option(help="List of trusted keys, trust.json.")],
) -> None:
    """Verify signatures and contents of an export offline. Exit code 1 if one is invalid.

    Example: `liandong failed verify failed.jsonl --trust keys/trust.json`
    """
    from liandong.messages.verify import load_key_ring
    from shared.operations.failures.verify import contents_folder
    from shared.operations.failures.verify import verify as check

    lines = file.read_bytes().splitlines()
    verdicts = list(check(lines, load_key_ring(trust), contents_folder(file)))
    for verdict in verdicts:
        told = verdict.fault or "，".join(filter(None, ("签名有效", verdict.content)))
        typer.echo(f"{verdict.id}  {told}  {verdict.says}".rstrip())
    if not verdicts or any(verdict.fault for verdict in verdicts):
        raise typer.Exit(1)
