"""Acts on a group: freeze what is meant, show what would come of it, then do exactly that."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from shared.cli.common import fail
from shared.cli.failed.single import Results, confirm
from shared.cli.failed.tables import console, failures_table, results_table

if TYPE_CHECKING:
    from shared.cli.failed.client import Desk
    from shared.cli.failed.targets import Targets


@dataclass(frozen=True, slots=True)
class Group:
    """Which failed messages are meant: by name, by filter, or as a snapshot froze them."""

    names: list[str]
    departments: list[str] | None
    filters: dict[str, str]
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to each of a group; `foreseen` if it is first tried without effect."""

    path: str
    word: str
    foreseen: bool = True
    given: dict[str, Any] = field(default_factory=dict)


RETRY = Deed("retry", "重试", foreseen=False)
DISCARD = Deed("discard", "丢弃")


def edit_by(patch: Any) -> Deed:
    """Mend each by a patch."""
    return Deed("edit", "修正", given={"patch": patch})


def act_on(
    asking: "Targets", group: Group, deed: Deed, why: str, *, ask: bool, dry_run: bool = False
) -> Results:
    """Do it to exactly what was frozen and shown, department by department."""
    if group.snapshot is not None:
        return _on_snapshot(asking, group, deed, why, dry_run=dry_run)
    frozen = freeze(asking, group.names, group.departments, group.filters, why)
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


def freeze(
    asking: "Targets",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
) -> "list[tuple[Desk, dict[str, Any]]]":
    """Make the snapshots: of the names that were given, else of what the filter finds."""
    if names and filters:
        fail("give ids or filters, not both")
    if not names:
        asked = {"why": why, **filters}
        return [
            (desk, desk.ask("/v1/failed/snapshots", asked)) for desk in asking.desks(departments)
        ]
    by_desk: dict[Desk, list[str]] = defaultdict(list)
    for name in names:
        desk, found = asking.find(name)
        by_desk[desk].append(found)
    return [
        (desk, desk.ask("/v1/failed/snapshots", {"why": why, "ids": found}))
        for desk, found in by_desk.items()
    ]


def _on_snapshot(
    asking: "Targets", group: Group, deed: Deed, why: str, *, dry_run: bool
) -> Results:
    desk = asking.one(group.departments)
    made = {"snapshot": group.snapshot}
    return _all(asking, [(desk, made)], deed, why, dry_run=dry_run)


def _all(
    asking: "Targets",
    frozen: "list[tuple[Desk, dict[str, Any]]]",
    deed: Deed,
    why: str,
    *,
    dry_run: bool = False,
) -> Results:
    results: Results = {}
    for desk, made in frozen:
        told = _each(desk, made["snapshot"], deed, why, dry_run=dry_run)
        results |= {asking.name(desk, found): result for found, result in told.items()}
    return results


def _each(desk: "Desk", snapshot: str, deed: Deed, why: str, *, dry_run: bool) -> Results:
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
