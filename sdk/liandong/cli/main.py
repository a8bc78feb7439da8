"""The `liandong` command: keys, listen and publish for partners, and the commands of plugins."""

import sys
from importlib.metadata import EntryPoint, entry_points, version

import typer

from liandong.cli.keys import key_commands
from liandong.cli.listen import listen
from liandong.cli.publish import publish
from liandong.errors import LiandongError

PLUGINS = "liandong.commands"


def main() -> None:
    """Run the command line; a `LiandongError` is printed in one line, with exit status 1."""
    try:
        build()()
    except LiandongError as error:
        typer.echo(f"liandong: {error}", err=True)
        sys.exit(1)


def build() -> typer.Typer:
    """Return the app with the SDK's commands and those of the plugins."""
    app = typer.Typer(
        name="liandong",
        help="Liandong (联动): connect departments to the message bus and operate the platform.",
        epilog="Start with: `liandong keys make keys procuratorate`",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    app.add_typer(key_commands(), name="keys")
    app.command("version")(show_version)
    app.command("listen")(listen)
    app.command("publish")(publish)
    for plugin in entry_points(group=PLUGINS):
        add_plugin(app, plugin)
    return app


def show_version() -> None:
    """Print the version of the SDK."""
    typer.echo(version("liandong"))


def add_plugin(app: typer.Typer, plugin: EntryPoint) -> None:
    """Add a plugin's commands; a broken plugin does not affect the other commands."""
    try:
        plugin.load()(app)
    except Exception as error:  # noqa: BLE001  (a plugin may raise anything)
        typer.echo(
            f"liandong: the commands of '{plugin.name}' ({plugin.value}) cannot be loaded:"
            f" {type(error).__name__}: {error}. Reinstall or remove that package.",
            err=True,
        )
