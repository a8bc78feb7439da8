"""`liandong case` and `liandong duties`: the course of a case, and the next deadlines."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from shared.cli.common import HOME, fail

if TYPE_CHECKING:
    from shared.cli.department_client import DepartmentClient
    from shared.clock.system import Clock

LOOK_S = 2.0
CaseId = Annotated[str, typer.Argument(help="The case, as `liandong case list` prints it.")]
As = Annotated[str, typer.Option("--as", help="Which department looks.")]
Person = Annotated[str, typer.Option(help="Who looks, on this machine; it is recorded.")]
Home = Annotated[Path, typer.Option(help="Folder of the platform on this machine.")]
Url = Annotated[str, typer.Option(envvar="LIANDONG_URL", help="A department anywhere else.")]
Token = Annotated[str, typer.Option(envvar="LIANDONG_TOKEN", help="Your token there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LOOKER = "officer-1"


def register(app: typer.Typer) -> None:
    """Add `case` and `duties` to the command line."""
    case = typer.Typer(
        help="Cases (案件): list by time to breach, show as a timeline, print the file.",
        epilog="Begin with: `liandong case list --as environment`",
        no_args_is_help=True,
    )
    case.command("list")(list_cases)
    case.command("show")(show)
    case.command("file")(file)
    app.add_typer(case, name="case")
    app.command()(duties)


def show(
    case_id: CaseId,
    department: As = "environment",
    watch: Annotated[bool, typer.Option("--watch", help="Look again until Ctrl-C.")] = False,
    as_json: Json = False,
    person: Person = LOOKER,
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """Show a case as a timeline: who did what when, and which clocks run.

    Example: `liandong case show 01960000-… --as public_security`
    """
    from services.casework.timelines.client import kind_of
    from services.casework.timelines.text import case_view, console

    desk = _desk(home, department, person, url, token)
    path = f"/v1/{_ask(kind_of, desk, case_id)}/{case_id}/timeline"
    if as_json:
        _print_json(_ask(desk.get, path))
        return
    screen, now = console(), _clock()
    screen.print(case_view(_ask(desk.get, path), now()))
    while watch:
        time.sleep(LOOK_S)
        seen = _ask(desk.get, path)
        screen.clear()
        screen.print(case_view(seen, now()))


def list_cases(
    department: As = "environment",
    as_json: Json = False,
    person: Person = LOOKER,
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """List the cases of a department, the soonest breach first.

    Example: `liandong case list --as environment`
    """
    from services.casework.timelines.case_list import cases_by_breach, cases_table
    from services.casework.timelines.text import console

    now = _clock()
    rows = _ask(cases_by_breach, _desk(home, department, person, url, token))
    if as_json:
        _print_json(rows)
    else:
        console().print(cases_table(rows, now()))


def duties(
    department: As = "environment",
    state: Annotated[str, typer.Option(help="As 已逾期; without it, all open ones.")] = "",
    as_json: Json = False,
    person: Person = LOOKER,
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """List what a department owes, the soonest breach first.

    Example: `liandong duties --as public_security`
    """
    from services.casework.timelines.text import clocks_table, console

    desk, now = _desk(home, department, person, url, token), _clock()
    asked = {"state": state} if state else {}
    rows = _ask(lambda: list(desk.items("/v1/duties", **asked)))
    if as_json:
        _print_json(rows)
    else:
        console().print(clocks_table(rows, now(), title=f"应办事项（{len(rows)}）"))


def file(
    case_id: CaseId,
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    department: As = "environment",
    person: Person = LOOKER,
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """Write the file of a case and all its papers as PDF and DOCX, with their hashes.

    Example: `liandong case file 01960000-… --as environment --out file`
    """
    from services.casework.timelines.paper_export import write_file

    desk = _desk(home, department, person, url, token)
    for line in _ask(write_file, desk, case_id, out):
        typer.echo(line)


def _desk(home: Path, department: str, person: str, url: str, token: str) -> "DepartmentClient":
    from shared.cli.department_client import department_client

    if url and not token:
        fail("--url needs --token (or LIANDONG_TOKEN)")
    return department_client(home, department, person, url, token)


def _clock() -> "Clock":
    """Return a clock with the platform's time: in a drill, the time that the drill sets."""
    from shared.config.command_settings import CommandSettings
    from shared.errors import SettingsError

    try:
        return CommandSettings.from_env().clock()
    except SettingsError as error:
        fail(str(error))


def _ask(asked: Any, *arguments: Any) -> Any:
    from shared.cli.call import CallError
    from shared.cli.failed.client import ClientError

    try:
        return asked(*arguments)
    except (ClientError, CallError, OSError) as error:
        fail(str(error))


def _print_json(thing: Any) -> None:
    typer.echo(orjson.dumps(thing, option=orjson.OPT_INDENT_2).decode())
