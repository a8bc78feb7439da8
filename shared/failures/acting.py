"""The acts of `liandong failed`: ask, show what will happen, act, and tell what came of it."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import typer

from shared.failures.asking import fail
from shared.failures.tables import console, failures_table

if TYPE_CHECKING:
    from shared.failures.asking import Asking
    from shared.failures.client import Desk

Results = dict[str, str]


def retry_named(asking: "Asking", name: str, why: str) -> Results:
    """Try one failed message again."""
    desk, found = asking.find(name)
    return _result(name, desk.ask(f"/v1/failed/{found}/retry", {"why": why}))


def edit_named(asking: "Asking", name: str, why: str, given: dict[str, Any]) -> Results:
    """Mend one event."""
    desk, found = asking.find(name)
    return _result(name, desk.ask(f"/v1/failed/{found}/edit", {"why": why, **given}))


def discard_named(asking: "Asking", name: str, why: str, *, ask: bool) -> Results:
    """Give up one message, once the person has read what that means."""
    desk, found = asking.find(name)
    shown = desk.ask(f"/v1/failed/{found}")
    console(stderr=True).print(failures_table([(name, shown["failure"])], "将丢弃"))
    for action in shown["actions"]:
        if action["name"] == "discard":
            typer.echo(f"后果：{action['does']}", err=True)
    _confirm("确定丢弃？", ask=ask)
    return _result(name, desk.ask(f"/v1/failed/{found}/discard", {"why": why}))


def retry_groups(
    asking: "Asking",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
    *,
    snapshot: str | None,
    ask: bool,
) -> Results:
    """Freeze what is meant, show it, and try exactly that, department by department."""
    if snapshot is not None:
        desk = asking.one(departments)
        return _named(asking, desk, _retry_snapshot(desk, snapshot, why))
    frozen = _freeze(asking, names, departments, filters, why)
    rows = [
        (asking.name(desk, row["id"]), row) for desk, made in frozen for row in made["failures"]
    ]
    console(stderr=True).print(
        failures_table(rows, f"将重试以下 {len(rows)} 条，此后新增的不受影响")
    )
    for desk, made in frozen:
        typer.echo(f"快照 {desk.department} {made['snapshot']}", err=True)
    if not rows:
        return {}
    _confirm(f"重试这 {len(rows)} 条？", ask=ask)
    results: Results = {}
    for desk, made in frozen:
        results |= _named(asking, desk, _retry_snapshot(desk, made["snapshot"], why))
    return results


def exported(
    asking: "Asking",
    names: list[str],
    departments: list[str] | None,
    filters: dict[str, str],
    why: str,
) -> list[dict[str, Any]]:
    """Freeze what is meant and give all of it as lines of evidence."""
    lines: list[dict[str, Any]] = []
    for desk, made in _freeze(asking, names, departments, filters, why):
        after: str | None = ""
        while after is not None:
            asked = {"why": why, "after": after}
            part = desk.ask(f"/v1/failed/snapshots/{made['snapshot']}/export", asked)
            lines += [{"department": desk.department, **line} for line in part["lines"]]
            for gone in part["gone"]:
                typer.echo(f"liandong: {asking.name(desk, gone)} 已不在失败清单", err=True)
            after = part["next"]
    return lines


def originals(
    asking: "Asking", departments: list[str] | None, intervention: str, why: str
) -> list[dict[str, Any]]:
    """Give the messages as they were before a person acted."""
    desk = asking.one(departments)
    part = desk.ask(f"/v1/failed/history/{intervention}/export", {"why": why})
    return [{"department": desk.department, **line} for line in part["lines"]]


def _freeze(
    asking: "Asking",
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


def _retry_snapshot(desk: "Desk", snapshot: str, why: str) -> Results:
    while True:
        told = desk.ask(f"/v1/failed/snapshots/{snapshot}/retry", {"why": why})
        if not told["left"]:
            results: Results = told["results"]
            return results
        typer.echo(f"尚余 {told['left']} 条……", err=True)


def _named(asking: "Asking", desk: "Desk", results: Results) -> Results:
    return {asking.name(desk, found): told for found, told in results.items()}


def _result(name: str, acted: dict[str, Any]) -> Results:
    result = acted["result"]
    told = f"{result['outcome']}: {result['detail']}" if result["detail"] else result["outcome"]
    return {name: told}


def _confirm(question: str, *, ask: bool) -> None:
    if ask and not typer.confirm(question, err=True):
        raise typer.Exit(1)
