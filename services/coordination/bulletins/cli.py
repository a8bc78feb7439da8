"""`liandong bulletin`: how a department met its deadlines in a month."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from shared.cli.common import HOME, fail

OFFICE = "coordination"
FORMATS = ("md", "html", "pdf")


def register(app: typer.Typer) -> None:
    """Add `bulletin` to the command line."""
    app.command()(bulletin)


def bulletin(
    month: Annotated[str, typer.Argument(help="Month, such as 2026-10.")],
    department: Annotated[str, typer.Option(help="Department whose obligations are reported.")],
    form: Annotated[str, typer.Option("--format", help="md, html or pdf.")] = "md",
    out: Annotated[
        Path | None, typer.Option(help="Output file; required for pdf. Default: standard output.")
    ] = None,
    person: Annotated[str, typer.Option("--as", help="Your name.")] = "head-1",
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
    url: Annotated[
        str, typer.Option(envvar="LIANDONG_URL", help="Address of a remote office.")
    ] = "",
    token: Annotated[str, typer.Option(envvar="LIANDONG_TOKEN", help="Token for --url.")] = "",
) -> None:
    """Write the monthly bulletin: how a department met its deadlines.

    Example: `liandong bulletin 2026-10 --department environment --format html --out b.html`
    """
    from services.coordination.bulletins.files import render_bulletin
    from shared.cli.call import CallError
    from shared.cli.department_client import department_client
    from shared.cli.failed.client import ClientError
    from shared.errors import PlatformError
    from shared.local.city_files import configure_tool

    configure_tool()
    if form not in FORMATS or (form == "pdf" and out is None):
        fail(f"--format is one of {', '.join(FORMATS)}; pdf needs --out")
    desk = department_client(home, OFFICE, person, url, token)
    try:
        content = render_bulletin(desk.get(f"/v1/bulletins/{month}/{department}"), form)
    except (ClientError, CallError, PlatformError) as error:
        fail(str(error))
    if out is None:
        sys.stdout.write(content.decode())
    else:
        out.write_bytes(content)
