"""`liandong clue check`: show in the terminal which way a clue probably goes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

File = Annotated[
    Path, typer.Argument(help="JSON file with the signs of a clue; see docs/cases.md.")
]


def register(app: typer.Typer) -> None:
    """Add what clerks may ask about clues to the command line."""
    clue = typer.Typer(help="Clues (线索): preliminary assessment.", no_args_is_help=True)
    clue.callback()(_clues)
    clue.command("check")(check)
    app.add_typer(clue, name="clue")


def check(file: File) -> None:
    """Propose the likely procedure for a clue, with reasons and articles.

    It is a hint only: nothing is stored or decided.

    Example: `liandong clue check signs.json`
    """
    from services.casework.papers.files import read_form
    from services.casework.triage.domain import assess
    from services.casework.triage.messages import AssessClue
    from shared.errors import PlatformError
    from shared.messages.contract import contract_of

    try:
        signs = contract_of(AssessClue).load({"clue_id": "-", **read_form(file)})
    except PlatformError as error:
        typer.echo(f"liandong: {error}", err=True)
        raise typer.Exit(1) from error
    likeness = assess(signs, "-", datetime.now(UTC))
    typer.echo(likeness.looks_like)
    for reason in likeness.reasons:
        typer.echo(f"  {reason.looks_like}：{reason.says}（{reason.basis}）")
    typer.echo(likeness.caution)


def _clues() -> None:
    """Keep `check` a subcommand, though it is the only one."""
