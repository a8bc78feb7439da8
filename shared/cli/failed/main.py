"""`liandong failed`: inspect and handle failed messages."""

from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from shared.cli.common import HOME, fail
from shared.cli.failed.act import discard, dismiss, edit, retry
from shared.cli.failed.export import export, verify
from shared.cli.failed.list import history, list_failed, refused, show
from shared.cli.failed.targets import FailureTargets, exit_on_error


class HomeAnywhere(TyperGroup):
    """Accepts `--home` after the subcommand too, as all other commands do."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move `--home` to the front, unless it follows `--`."""
        end = args.index("--") if "--" in args else len(args)
        front: list[str] = []
        rest: list[str] = []
        words = iter(args[:end])
        for word in words:
            is_home = word == "--home" or word.startswith("--home=")
            (front if is_home else rest).append(word)
            if word == "--home":
                front.extend(islice(words, 1))
        return super().parse_args(ctx, [*front, *rest, *args[end:]])


def register(app: typer.Typer) -> None:
    """Add `failed` to the command line."""
    failed = typer.Typer(
        cls=HomeAnywhere,
        help="Failed messages: list, show, retry, edit, discard, export.",
        epilog="Start with: `liandong failed list`",
        no_args_is_help=True,
    )
    failed.callback()(where)
    for command in (show, retry, edit, discard, refused, dismiss, export, verify, history):
        failed.command(command.__name__)(exit_on_error(command))
    failed.command("list")(exit_on_error(list_failed))
    app.add_typer(failed, name="failed")


def where(
    context: typer.Context,
    home: Annotated[Path, typer.Option(help="Home folder of the local platform.")] = HOME,
    url: Annotated[
        str | None, typer.Option(envvar="LIANDONG_URL", help="Address of a remote department.")
    ] = None,
    token: Annotated[
        str | None, typer.Option(envvar="LIANDONG_TOKEN", help="Token for --url, with role ops.")
    ] = None,
    person: Annotated[
        str, typer.Option("--as", help="Your name, for local departments.")
    ] = "ops-1",
) -> None:
    """Select the departments: all local ones, or a remote one by its address."""
    if url and not token:
        fail("--url needs --token (or LIANDONG_TOKEN): a token with the role ops")
    context.obj = FailureTargets(home, url, token or "", person)
