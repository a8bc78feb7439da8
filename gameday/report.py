"""The results in docs/gameday.md."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gameday.markdown import seconds, table
from gameday.section import first_alert, section

Row = dict[str, Any]
ANCHOR = str.maketrans({" ": "-", "'": None, "’": None})
BEGIN = "<!-- results: written by `python -m gameday report` -->"
END = "<!-- end of results -->"


def write(page: Path, rows: Sequence[Row]) -> None:
    """Put the results into the page, in the place of the earlier ones."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{results(rows)}\n\n{END}{after}", encoding="utf-8")


def results(rows: Sequence[Row]) -> str:
    """Tell the results: a table of all exercises, and a section of each."""
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
    yield _pace(rows)
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


def _pace(rows: Sequence[Row]) -> str:
    quick = [row["name"] for row in rows if row["pace"]["name"] == "quick"]
    keep, factor = rows[0]["pace"]["keep_s"], rows[0]["pace"]["factor"]
    told = (
        f"**Shortened waits.** Alerts that wait up to {keep / 60:.0f} minutes (`for`) wait as long "
        f"here. Those that wait longer were made {factor} times quicker, with the windows of their "
        "expressions. Prometheus asks as often as deployed, every 15 s."
    )
    if len(quick) == len(rows):
        return f"**Shortened waits.** All waits of alerts were made {factor} times quicker."
    if quick:
        told += f" Run with all waits made {factor} times quicker: {', '.join(quick)}."
    return told


def _line(row: Row) -> tuple[object, ...]:
    proof, clocks = row["proof"], row["proof"]["clocks"]
    alert, after, desk = first_alert(row)
    probes = proof["probes"]
    closed = f"{sum(at['closed'] for at in probes)} of {len(probes)}"
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
