"""The result of a run as a table, and as a section of docs/chaos.md."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from testbed.markdown import replace_between, table

BEGIN = "<!-- results: written by `python -m chaos report` -->"
END = "<!-- end of results -->"
WRONG = ("lost", "doubled", "disordered")
Row = Mapping[str, Any]


def table_of(result: Row) -> Table:
    """Return the result as a table for the terminal."""
    seconds = result["wall_seconds"]
    shown = Table(title=f"chaos, seed {result['seed']}, {seconds:.0f} s", title_justify="left")
    for heading in ("what", "events", *WRONG, "for example"):
        shown.add_column(heading, justify="left" if heading in ("what", "for example") else "right")
    for name, *numbers, examples in _lines(result):
        shown.add_row(name, *map(str, numbers), examples)
    poison, drain = result["poison"], result["drain"]
    shown.add_section()
    shown.add_row(f"{result['faults']} faults", str(result["events"]), *_sums(result), "in all")
    kept = f"{poison['kept_with_reason']} of {poison['sent']} kept whole with a reason"
    shown.add_row("bad messages", "", "", "", "", kept)
    if hostile := result.get("hostile"):
        shown.add_row("hostile messages", "", "", "", "", _hostile(hostile))
    waiting = sum(result["lanes_left"].values())
    shown.add_row("lanes", "", "", "", "", f"{waiting} left when all was over")
    shown.add_row("drain", str(drain["backlog"]), "", "", "", _drained(drain))
    return shown


def write_section(page: Path, result: Row) -> None:
    """Replace the results in the page."""
    replace_between(page, BEGIN, END, section_of(result))


def section_of(result: Row) -> str:
    """Return the results in Markdown."""
    drain, poison, hostile = result["drain"], result["poison"], result.get("hostile")
    parts = [
        f"Seed {result['seed']}: {result['faults']} faults over {result['events']:,} events in "
        f"{result['seconds_of_faults']:.0f} s of faults; {result['seconds']:.0f} s from start to "
        "verdict.",
        table(("what", "events", *WRONG), (line[:-1] for line in _lines(result))),
        f"Bad messages: {poison['sent']} sent, {poison['kept_with_reason']} kept whole with a "
        f"reason. Copies of old messages: {result['copies_sent']:,}. Messages sent ahead of the "
        f"relay: {result['sent_ahead_of_the_relay']:,}. Lanes that still waited when all was over: "
        f"{sum(result['lanes_left'].values())}.",
        *([f"Hostile department: {_hostile(hostile)}."] if hostile else []),
        f"After the last fault {drain['backlog']:,} effects were due, of acts that were made or "
        "still had to be: "
        f"{_drained(drain)}.",
        table(("fault", "times"), sorted(result["faults_by_kind"].items())),
    ]
    return "\n\n".join([*parts, *_control(result.get("control"))]) + "\n"


def _hostile(row: Row) -> str:
    return (
        f"{row['sent']:,} sent; as heard: {row['applied']:,} applied, "
        f"{row['waiting_or_refused']:,} waiting or refused, {len(row['nowhere'])} nowhere"
    )


def _control(control: Row | None) -> Iterator[str]:
    if not control:
        return
    yield (
        f"The control, nameko's own event handler, under {control['faults']} faults of the same "
        f"seed over {control['events']:,} events:"
    )
    yield table(("", *WRONG), [("nameko", *_sums(control))])


def _lines(result: Row) -> Iterator[tuple[Any, ...]]:
    for name, tally in result["tallies"].items():
        numbers = (tally[wrong] for wrong in WRONG)
        yield name, tally["told"], *numbers, "; ".join(tally["examples"][:3])
    if control := result.get("control"):
        yield "control: nameko", control["events"], *_sums(control), ""


def _sums(row: Row) -> tuple[str, ...]:
    return tuple(str(row[wrong]) for wrong in WRONG)


def _drained(drain: Row) -> str:
    if not drain["finished"]:
        return f"{sum(drain['left'].values())} still missing when nothing moved any more"
    return f"all there after {drain['seconds']} s, {drain['per_second']} a second"
