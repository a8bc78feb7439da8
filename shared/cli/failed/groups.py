"""Acts on a group: freeze it in a snapshot, show the expected results, then act on just that."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from shared.cli.common import fail
from shared.cli.failed.single import Results, confirm
from shared.cli.failed.tables import console, failures_table, results_table

if TYPE_CHECKING:
    from shared.cli.failed.client import DepartmentApi
    from shared.cli.failed.targets import FailureTargets


@dataclass(frozen=True, slots=True)
class SelectedFailures:
    """A selection of failed messages: by name, by filter, or by an existing snapshot."""

    names: list[str]
    departments: list[str] | None
    filters: dict[str, str]
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class BulkCommand:
    """An act on each message of a group; if `foreseen`, a dry run precedes it."""

    path: str
    word: str
    foreseen: bool = True
    given: dict[str, Any] = field(default_factory=dict)


RETRY = BulkCommand("retry", "重试", foreseen=False)
DISCARD = BulkCommand("discard", "丢弃")


def edit_by(patch: Any) -> BulkCommand:
    """Return the act that edits each message by a merge patch."""
    return BulkCommand("edit", "修正", given={"patch": patch})


def act_on(
    asking: "FailureTargets",
    group: SelectedFailures,
    deed: BulkCommand,
    why: str,
    *,
    ask: bool,
    dry_run: bool = False,
) -> Results:
    """Act on exactly the messages that were frozen and shown, department by department."""
    if group.snapshot is not None:
        return _on_snapshot(asking, group, deed, why, dry_run=dry_run)
    frozen = select(asking, group.names, group.departments, group.filters, why)
    rows = [
        (asking.name(desk, row["id"]), row) for desk, made in frozen for row in made["failures"]
    ]
    title = f"将{deed.word}以下 {len(rows)} 条，此后新增的不受影响"
    console(stderr=True).print(failures_table(rows, title))
    for desk, made in frozen:
        typer.echo(f"快照 {desk.department} {made['snapshot']}", err=True)
    if not rows:
        return {}
    if deed.foreseen:
        foreseen = _all(asking, frozen, deed, why, dry_run=True)
        if dry_run:
            return foreseen
        console(stderr=True).print(results_table(foreseen.items(), "试算结果（尚未执行）"))
    confirm(f"{deed.word}这 {len(rows)} 条？", ask=ask)
    return _all(asking, frozen, deed, why)


def select(
    asking: "FailureTargets",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
) -> "list[tuple[DepartmentApi, dict[str, Any]]]":
    """Create the snapshots: of the given names, else of the messages that the filter finds."""
    if names and filters:
        fail("give ids or filters, not both")
    if not names:
        asked = {"why": why, **filters}
        return [
            (desk, desk.ask("/v1/failed/snapshots", asked)) for desk in asking.clients(departments)
        ]
    by_desk: dict[DepartmentApi, list[str]] = defaultdict(list)
    for name in names:
        desk, found = asking.find(name)
        by_desk[desk].append(found)
    return [
        (desk, desk.ask("/v1/failed/snapshots", {"why": why, "ids": found}))
        for desk, found in by_desk.items()
    ]


def _on_snapshot(
    asking: "FailureTargets", group: SelectedFailures, deed: BulkCommand, why: str, *, dry_run: bool
) -> Results:
    desk = asking.one(group.departments)
    made = {"snapshot": group.snapshot}
    return _all(asking, [(desk, made)], deed, why, dry_run=dry_run)


def _all(
    asking: "FailureTargets",
    frozen: "list[tuple[DepartmentApi, dict[str, Any]]]",
    deed: BulkCommand,
    why: str,
    *,
    dry_run: bool = False,
) -> Results:
    results: Results = {}
    for desk, made in frozen:
        told = _each(desk, made["snapshot"], deed, why, dry_run=dry_run)
        results |= {asking.name(desk, found): result for found, result in told.items()}
    return results


def _each(
    desk: "DepartmentApi", snapshot: str, deed: BulkCommand, why: str, *, dry_run: bool
) -> Results:
    results: Results = {}
    asked: dict[str, Any] = {"why": why, **deed.given, **({"dry_run": True} if dry_run else {})}
    while True:
        told = desk.ask(f"/v1/failed/snapshots/{snapshot}/{deed.path}", asked)
        results |= told["results"]
        if not told["left"]:
            return results
        if dry_run:
            asked["after"] = list(told["results"])[-1]
        typer.echo(f"尚余 {told['left']} 条……", err=True)
