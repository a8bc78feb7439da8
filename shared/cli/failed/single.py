"""Acts on one failed message: show the consequences, confirm, act, and return the result."""

from typing import TYPE_CHECKING, Any

import typer

from shared.cli.failed.tables import console, failures_table

if TYPE_CHECKING:
    from shared.cli.failed.targets import FailureTargets

Results = dict[str, str]


def retry_named(asking: "FailureTargets", name: str, why: str) -> Results:
    """Retry one failed message."""
    desk, found = asking.find(name)
    return _result(name, desk.ask(f"/v1/failed/{found}/retry", {"why": why}))


def edit_named(asking: "FailureTargets", name: str, why: str, given: dict[str, Any]) -> Results:
    """Edit the content of one event, by a patch or as a whole."""
    desk, found = asking.find(name)
    return _result(name, desk.ask(f"/v1/failed/{found}/edit", {"why": why, **given}))


def discard_named(asking: "FailureTargets", name: str, why: str, *, ask: bool) -> Results:
    """Discard one message, after the person has confirmed the consequences."""
    desk, found = asking.find(name)
    shown = desk.ask(f"/v1/failed/{found}")
    console(stderr=True).print(failures_table([(name, shown["failure"])], "将丢弃"))
    for action in shown["actions"]:
        if action["name"] == "discard":
            typer.echo(f"后果：{action['does']}", err=True)
    confirm("确定丢弃？", ask=ask)
    return _result(name, desk.ask(f"/v1/failed/{found}/discard", {"why": why}))


def _result(name: str, acted: dict[str, Any]) -> Results:
    result = acted["result"]
    told = f"{result['outcome']}: {result['detail']}" if result["detail"] else result["outcome"]
    return {name: told}


def confirm(question: str, *, ask: bool) -> None:
    """Ask for confirmation if `ask`; end the command if it is refused."""
    if ask and not typer.confirm(question, err=True):
        raise typer.Exit(1)
