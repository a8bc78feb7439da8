"""The subcommands of `liandong failed` that act: retry, dismiss, edit, discard."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from shared.cli.common import fail
from shared.cli.failed.filters import (
    Departments,
    Dry,
    Filters,
    Json,
    Name,
    Names,
    Snapshot,
    Why,
    Yes,
    filtered,
)
from shared.cli.failed.targets import print_json, targets_of, wanted_of
from shared.texts.text_file import NotUtf8Error, read_text


@filtered
def retry(
    context: typer.Context,
    why: Why,
    filters: Filters,
    names: Names = None,
    department: Departments = None,
    snapshot: Snapshot = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Retry one failed message, or the group of messages that match the filters now.

    A group is first stored as a snapshot and shown; later failures are not affected. You are asked
    to confirm.

    Example: `liandong failed retry --department agriculture --reason 数据库 --why 数据库已恢复`
    """
    from shared.cli.failed.groups import RETRY, SelectedFailures, act_on
    from shared.cli.failed.single import retry_named

    asking, wanted = targets_of(context), wanted_of(filters)
    if _is_one(names, wanted, snapshot):
        done = retry_named(asking, (names or [])[0], why)
    else:
        group = SelectedFailures(names or [], department, wanted, snapshot)
        done = act_on(asking, group, RETRY, why, ask=not yes)
    _finish(done, as_json=json)


def dismiss(context: typer.Context, name: Name, why: Why) -> None:
    """Mark an event that another department refused as settled; see `liandong failed refused`.

    Example: `liandong failed dismiss environment:agriculture.12 --why 已另发更正事件`
    """
    desk, found = targets_of(context).find(name)
    told = desk.ask(f"/v1/failed/refused/{found}/dismissal", {"why": why})
    typer.echo(f"{name} 已办结（处置 {told['intervention']}）")


@filtered
def edit(
    context: typer.Context,
    why: Why,
    filters: Filters,
    names: Names = None,
    department: Departments = None,
    patch: Annotated[str | None, typer.Option(help="JSON merge patch (RFC 7396).")] = None,
    file: Annotated[Path | None, typer.Option(help="File with the whole content.")] = None,
    snapshot: Snapshot = None,
    dry_run: Dry = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Edit the content of one event, or of a group by one patch, and retry each immediately.

    The original bytes are kept. Each event of a group is validated separately; a dry run shows the
    results before you are asked to confirm, and --dry-run stops after it.

    Example: `liandong failed edit agriculture:L_ZW52… --patch '{"area_m2": 1200}' --why 面积笔误`
    """
    from shared.cli.failed.groups import SelectedFailures, act_on, edit_by
    from shared.cli.failed.single import edit_named

    asking, wanted = targets_of(context), wanted_of(filters)
    given = {"patch": _json_of(patch)} if patch is not None else {}
    if file is not None:
        given["content"] = _json_of(_text_of(file))
    if _is_one(names, wanted, snapshot) and not dry_run:
        _finish(edit_named(asking, (names or [])[0], why, given), as_json=json)
        return
    if "content" in given or "patch" not in given:
        fail("a group is edited by --patch: --file would give all of them the same content")
    group = SelectedFailures(names or [], department, wanted, snapshot)
    deed = edit_by(given["patch"])
    _finish(act_on(asking, group, deed, why, ask=not yes, dry_run=dry_run), as_json=json)


@filtered
def discard(
    context: typer.Context,
    why: Why,
    filters: Filters,
    names: Names = None,
    department: Departments = None,
    snapshot: Snapshot = None,
    dry_run: Dry = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Discard a message or a group permanently, so that it never takes effect.

    The consequences are shown before you are asked to confirm. A group is first stored as a
    snapshot; --dry-run stops after a dry run, and `--snapshot ID` then discards exactly that group.

    Example: `liandong failed discard agriculture:L_ZW52… --why 该事件系测试数据`
    """
    from shared.cli.failed.groups import DISCARD, SelectedFailures, act_on
    from shared.cli.failed.single import discard_named

    asking, wanted = targets_of(context), wanted_of(filters)
    if _is_one(names, wanted, snapshot) and not dry_run:
        done = discard_named(asking, (names or [])[0], why, ask=not yes)
    else:
        if not (names or wanted or snapshot):
            fail("name what to discard: ids, filters or --snapshot")
        group = SelectedFailures(names or [], department, wanted, snapshot)
        done = act_on(asking, group, DISCARD, why, ask=not yes, dry_run=dry_run)
    _finish(done, as_json=json)


def _is_one(names: list[str] | None, wanted: dict[str, str], snapshot: str | None) -> bool:
    return names is not None and len(names) == 1 and not wanted and snapshot is None


def _finish(results: dict[str, str], *, as_json: bool) -> None:
    from shared.cli.failed.tables import console, results_table

    if as_json:
        print_json(results)
    else:
        console().print(results_table(results.items(), "处置结果"))
    if any(told.startswith(("failed_again", "gone", "refused")) for told in results.values()):
        raise typer.Exit(1)


def _text_of(file: Path) -> str:
    try:
        return read_text(file)
    except (NotUtf8Error, OSError) as error:
        fail(str(error))


def _json_of(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        fail(f"not JSON: {error}")
