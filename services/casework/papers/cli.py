"""`liandong paper`: list the papers, write an example of each, and a form as PDF and DOCX."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from shared.cli.common import fail

FORMATS = "pdf,docx"


def register(app: typer.Typer) -> None:
    """Add `paper` to the command line."""
    paper = typer.Typer(
        help="Papers of case transfer: letters, approvals, lists, notices, case files.",
        epilog="Start with: `liandong paper kinds`",
        no_args_is_help=True,
    )
    for command in (kinds, example, render):
        paper.command(command.__name__)(command)
    app.add_typer(paper, name="paper")


def kinds() -> None:
    """List the kinds of papers with their legal basis."""
    from services.casework.papers.registry import PAPERS

    for name, kind in PAPERS.items():
        typer.echo(f"{name:<26} {kind.title}  [{kind.basis}]")


def example(
    kind: Annotated[str, typer.Argument(help="Kind of paper; see `liandong paper kinds`.")],
) -> None:
    """Print an example form as JSON with all fields filled in, to edit and render.

    Example: `liandong paper example transfer_letter > form.json`
    """
    from services.casework.papers.factory import example_form
    from shared.errors import PlatformError
    from shared.local.city_files import configure_tool

    configure_tool()
    try:
        filled_in = example_form(kind)
    except PlatformError as error:
        fail(str(error))
    typer.echo(orjson.dumps(filled_in, option=orjson.OPT_INDENT_2).decode())


def render(
    form: Annotated[Path, typer.Argument(help="JSON file with the form fields.")],
    kind: Annotated[str, typer.Option(help="Kind of paper; see `liandong paper kinds`.")],
    out: Annotated[Path, typer.Option(help="Output folder.")] = Path(),
    formats: Annotated[str, typer.Option("--format", help="pdf, docx, or pdf,docx.")] = FORMATS,
    at: Annotated[
        str, typer.Option(help="Time of issue, such as 2026-10-08T09:00:00+08:00; default: now.")
    ] = "",
) -> None:
    """Write a form as PDF and DOCX, with a .sha256 file for `sha256sum -c`.

    Example: `liandong paper render form.json --kind transfer_letter --out papers`
    """
    from services.casework.papers.factory import make_paper
    from services.casework.papers.files import formats_of, instant_of, read_form, write_papers
    from shared.clock.system import system_clock
    from shared.errors import PlatformError
    from shared.local.city_files import configure_tool

    configure_tool()
    try:
        made_at = instant_of(at) if at else system_clock()
        wanted = formats_of(formats)
        paper = make_paper(kind, read_form(form), made_at)
        for line in write_papers(paper, wanted, out, f"{form.stem}.{kind}"):
            typer.echo(line)
    except PlatformError as error:
        fail(str(error))
