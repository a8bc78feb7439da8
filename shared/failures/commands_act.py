"""The subcommands of `liandong failed` that act: retry, edit, discard."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from shared.failures.asking import Filters, asking_of, fail, print_json, wanted_of
from shared.failures.options import (
    Departments,
    Json,
    Kind,
    Name,
    Names,
    Older,
    Publisher,
    Reason,
    State,
    Subject,
    Type,
    Why,
    Yes,
)


def retry(
    context: typer.Context,
    why: Why,
    names: Names = None,
    department: Departments = None,
    kind: Kind = None,
    publisher: Publisher = None,
    type_: Type = None,
    subject: Subject = None,
    reason: Reason = None,
    state: State = None,
    older_than: Older = None,
    snapshot: Annotated[str | None, typer.Option(help="Go on with this snapshot.")] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Try one failed message again, or exactly the group that the filters find now.

    A group is frozen into a snapshot first and shown; what fails later is not touched.

    Example: `liandong failed retry --department agriculture --reason 数据库 --why 数据库已恢复`
    """
    from shared.failures.acting import retry_groups, retry_named  # noqa: PLC0415

    asking = asking_of(context)
    filters = wanted_of(Filters(kind, publisher, type_, subject, reason, state, older_than))
    if names and len(names) == 1 and not filters:
        done = retry_named(asking, names[0], why)
    else:
        done = retry_groups(
            asking, names or [], department, filters, why, snapshot=snapshot, ask=not yes
        )
    _finish(done, as_json=json)


def edit(
    context: typer.Context,
    name: Name,
    why: Why,
    patch: Annotated[str | None, typer.Option(help="A JSON merge patch of the content.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with all of the content.")] = None,
    json: Json = False,
) -> None:
    """Mend the content of an event and try it at once; the original bytes stay.

    Example: `liandong failed edit agriculture:L_ZW52… --patch '{"area_m2": 1200}' --why 面积笔误`
    """
    from shared.failures.acting import edit_named  # noqa: PLC0415

    given = {"patch": _json_of(patch)} if patch is not None else {}
    if file is not None:
        given["content"] = _json_of(file.read_text())
    _finish(edit_named(asking_of(context), name, why, given), as_json=json)


def discard(
    context: typer.Context, name: Name, why: Why, yes: Yes = False, json: Json = False
) -> None:
    """Decide that a message shall never take effect; says the consequence and asks first.

    Example: `liandong failed discard agriculture:L_ZW52… --why 该事件系测试数据`
    """
    from shared.failures.acting import discard_named  # noqa: PLC0415

    _finish(discard_named(asking_of(context), name, why, ask=not yes), as_json=json)


def _finish(results: dict[str, str], *, as_json: bool) -> None:
    from shared.failures.tables import console, results_table  # noqa: PLC0415

    if as_json:
        print_json(results)
    else:
        console().print(results_table(results.items(), "处置结果"))
    if any(told.startswith(("failed_again", "gone")) for told in results.values()):
        raise typer.Exit(1)


def _json_of(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        fail(f"not JSON: {error}")
