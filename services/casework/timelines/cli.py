"""`liandong case` and `liandong duties`: the course of a case, and the next deadlines."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from shared.cli.common import HOME, Division, fail

if TYPE_CHECKING:
    from shared.cli.department_client import DepartmentClient
    from shared.clock.system import Clock

LOOK_S = 2.0
CaseId = Annotated[str, typer.Argument(help="Case id; see `liandong case list`.")]
As = Annotated[str, typer.Option("--as", help="Department to query.")]
Person = Annotated[str, typer.Option(help="Your name, for local departments; it is recorded.")]
Home = Annotated[Path, typer.Option(help="Home folder of the local platform.")]
Url = Annotated[str, typer.Option(envvar="LIANDONG_URL", help="Address of a remote department.")]
Token = Annotated[str, typer.Option(envvar="LIANDONG_TOKEN", help="Token for --url.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LOOKER = "officer-1"


def register(app: typer.Typer) -> None:
    """Add `case` and `duties` to the command line."""
    case = typer.Typer(
        help="Cases (案件): list by deadline, show the timeline, export the case file.",
        epilog="Start with: `liandong case list --as environment`",
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
    watch: Annotated[
        bool, typer.Option("--watch", help="Refresh every 2 seconds until Ctrl-C.")
    ] = False,
    as_json: Json = False,
    person: Person = LOOKER,
    division: Division = "",
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """Show the timeline of a case: steps with department and time, and running deadlines.

    Example: `liandong case show 01960000-… --as public_security`
    """
    from services.casework.timelines.client import kind_of
    from services.casework.timelines.text import case_view, console

    desk = _desk(home, department, person, url, token, division)
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
    division: Division = "",
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """List the cases of a department, by next deadline.

    Example: `liandong case list --as environment`
    """
    from services.casework.timelines.case_list import cases_by_breach, cases_table
    from services.casework.timelines.text import console

    now = _clock()
    rows = _ask(cases_by_breach, _desk(home, department, person, url, token, division))
    if as_json:
        _print_json(rows)
    else:
        console().print(cases_table(rows, now()))


def duties(
    department: As = "environment",
    state: Annotated[str, typer.Option(help="State, such as 已逾期; default: all open ones.")] = "",
    as_json: Json = False,
    person: Person = LOOKER,
    division: Division = "",
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """List the obligations of a department, by deadline.

    Example: `liandong duties --as public_security`
    """
    from services.casework.timelines.text import clocks_table, console

    desk, now = _desk(home, department, person, url, token, division), _clock()
    asked = {"state": state} if state else {}
    rows = _ask(lambda: list(desk.items("/v1/duties", **asked)))
    if as_json:
        _print_json(rows)
    else:
        console().print(clocks_table(rows, now(), title=f"应办事项（{len(rows)}）"))


def file(
    case_id: CaseId,
    out: Annotated[Path, typer.Option(help="Output folder.")],
    department: As = "environment",
    person: Person = LOOKER,
    division: Division = "",
    home: Home = HOME,
    url: Url = "",
    token: Token = "",
) -> None:
    """Write the case file and all papers of a case as PDF and DOCX, with SHA-256 hashes.

    Example: `liandong case file 01960000-… --as environment --out file`
    """
    from services.casework.timelines.paper_export import write_file

    desk = _desk(home, department, person, url, token, division)
    for line in _ask(write_file, desk, case_id, out):
        typer.echo(line)


def _desk(
    home: Path, department: str, person: str, url: str, token: str, division: str
) -> "DepartmentClient":
    from shared.cli.department_client import department_client

    if url and not token:
        fail("--url needs --token (or LIANDONG_TOKEN)")
    return department_client(home, department, person, url, token, division)


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
