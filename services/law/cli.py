"""`liandong law`: the content of a basis id, and the text that applied on a day."""

from datetime import date
from typing import Annotated

import typer

from shared.cli.common import fail


def register(app: typer.Typer) -> None:
    """Add `law` to the command line."""
    law = typer.Typer(
        help="Legal texts and articles, with their dates of effect.",
        epilog="Start with: `liandong law list`",
        no_args_is_help=True,
    )
    law.command("show")(show)
    law.command("list")(list_texts)
    law.command("choose")(choose)
    app.add_typer(law, name="law")


def show(
    basis: Annotated[str, typer.Argument(help="Basis id, such as code.456, '17号 9' or plan.6.")],
    on: Annotated[
        str | None, typer.Option(help="Also show the law that applied on this day, YYYY-MM-DD.")
    ] = None,
) -> None:
    """Show a legal text or article: titles, dates, verification mark, predecessors.

    Example: `liandong law show code.456 --on 2026-03-01`
    """
    from services.law.display import format_basis
    from services.law.errors import LawError
    from services.law.registry import find

    try:
        typer.echo(format_basis(find(basis), _day(on) if on else None))
    except LawError as error:
        fail(str(error))


def list_texts() -> None:
    """List all legal texts: id, dates, verification mark, short titles."""
    from services.law.display import format_texts

    typer.echo(format_texts())


def choose(
    basis: Annotated[str, typer.Argument(help="Basis id, such as code.1165.")],
    act: Annotated[str, typer.Option(help="Date of the act, YYYY-MM-DD.")],
    judged: Annotated[str, typer.Option(help="Date of the decision, YYYY-MM-DD.")],
) -> None:
    """Choose the old or new law for an act: the old law, unless the new is lighter [code.1057].

    Example: `liandong law choose sl18.94 --act 2026-03-01 --judged 2026-10-08`
    """
    from services.law.applicability import choose_law
    from services.law.errors import LawError
    from services.law.registry import find

    try:
        typer.echo(choose_law(find(basis), _day(act), _day(judged)).sentence)
    except LawError as error:
        fail(str(error))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"看不懂日期“{text}”；请写成2026-03-01")
