"""The results section of docs/gameday.md."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gameday.report.section import first_alert, section
from testbed.markdown import replace_between, seconds, table

Row = dict[str, Any]
ANCHOR = str.maketrans({" ": "-", "'": None, "’": None})
BEGIN = "<!-- results: written by `python -m gameday report` -->"
END = "<!-- end of results -->"


def write(page: Path, rows: Sequence[Row]) -> None:
    """Replace the results in the page."""
    replace_between(page, BEGIN, END, results(rows))


def results(rows: Sequence[Row]) -> str:
    """Return the results in Markdown: a table of all exercises, and a section for each."""
    return "\n\n".join(part.strip() for part in (*_summary(rows), *map(section, rows)))


def _summary(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "Nothing was run yet."
        return
    days = sorted({row["at"][:10] for row in rows})
    good = sum(row["clean"] for row in rows)
    yield (
        f"Run on {' and '.join(days)} on {rows[0]['machine']}, together with other work: "
        f"{good} of {len(rows)} exercises went as they must, in "
        f"{sum(row['seconds'] for row in rows) / 60:.0f} minutes."
    )
    yield _shortened(rows)
    headings = (
        "exercise",
        "first alert, after",
        "at the desk after",
        "gates closed",
        "acts",
        "events",
        "effects",
        "lost",
        "twice",
        "disorder",
        "clocks",
        "overdue",
        "wrong",
        "as it must",
    )
    yield table(headings, [_line(row) for row in rows])


def _shortened(rows: Sequence[Row]) -> str:
    """Return the paragraphs on shortened waits: the exercises and the factor."""
    told = []
    full = [row for row in rows if row["pace"]["keep_s"] > 0]
    if full:
        keep, factor = full[0]["pace"]["keep_s"], full[0]["pace"]["factor"]
        told.append(
            f"Full: alerts that wait up to {keep / 60:.0f} minutes (`for`) wait as long here. "
            f"Those that wait longer were made {factor} times quicker, with the windows of their "
            f"expressions. Prometheus asks as often as deployed. So were run: {_names(full)}."
        )
    for factor in sorted({row["pace"]["factor"] for row in rows if row not in full}):
        quick = [row for row in rows if row not in full and row["pace"]["factor"] == factor]
        told.append(
            f"Quick: all waits of alerts were made {factor} times quicker: {_names(quick)}."
        )
    return "\n\n".join(["**Shortened waits.**", *told])


def _names(rows: Sequence[Row]) -> str:
    return ", ".join(row["name"] for row in rows)


def _line(row: Row) -> tuple[object, ...]:
    proof, clocks = row["proof"], row["proof"]["clocks"]
    alert, after, desk = first_alert(row)
    probes = proof["probes"]
    closed = f"{sum(probe['closed'] for probe in probes)} of {len(probes)}"
    anchor = row["title"].lower().translate(ANCHOR)
    return (
        f"[{row['title']}](#{anchor})",
        f"{alert}, {seconds(after)}" if alert else "none, and none must",
        seconds(desk),
        closed,
        proof["acts"],
        proof["events"],
        proof["effects"],
        proof["lost"],
        proof["doubled"],
        proof["disordered"],
        clocks["expected"],
        clocks["overdue"],
        len(clocks["differences"]),
        "yes" if row["clean"] else "**no**",
    )
