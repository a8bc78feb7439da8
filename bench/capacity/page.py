"""Generates docs/capacity.md: the text is in page.md, the figures are the measured ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.capacity.assumptions import HABITS, NATION, PROVINCE, STREAMS, events_a_year
from bench.capacity.engine import engine
from bench.capacity.figures import NOTE, Figures
from bench.capacity.scale import (
    COPIES,
    Bytes,
    MeasuredMachine,
    Need,
    bytes_of,
    counties_of_a_city,
    machine_of,
    mean_subscribers,
    need,
)
from bench.capacity.validation import Comparison
from shared.catalog.catalog import department_names

WORDS = Path(__file__).parent / "page.md"
PICTURE = "![Prediction and scale](img/capacity.svg)"
TENFOLD = 10.0
COLUMNS = (
    "",
    "cities",
    "events a year",
    "effects/s at the peak",
    "machines for speed",
    "partitions of an inbox",
    "memory",
    "data a year",
    "contents a year",
)


@dataclass(frozen=True, slots=True)
class Region:
    """A region to plan for, by its number of counties."""

    name: str
    counties: int


def regions() -> tuple[Region, ...]:
    """Return the regions: a county, the city, a province, the nation."""
    city = counties_of_a_city()
    return (
        Region("a county", 1),
        Region(f"the city ({city} counties)", city),
        Region(f"a province ({PROVINCE})", PROVINCE),
        Region(f"the nation ({NATION:,})", NATION),
    )


def page(measured: dict[str, Any], figures: Figures, found: Sequence[Comparison]) -> str:
    """Return the page in Markdown."""
    bench, machine, left = measured["bench"], machine_of(measured), bytes_of(measured)
    return WORDS.read_text(encoding="utf-8").format(
        **_simulated(figures, found),
        **_assumed(),
        left=_left(measured, left),
        picture=PICTURE,
        note=measured.get(NOTE, ""),
        written=measured["kit"]["events"],
        b=left,
        m=machine,
        scaled=_scaled(machine, left),
        nation_peak=need(NATION, machine, left).peak_effects_per_s,
        copies=COPIES,
        events=bench["sizes"]["ours"],
        seconds=bench["sizes"]["acts_s"],
        **{name.lower(): value for name, value in bench["machine"].items()},
    )


def _simulated(figures: Figures, found: Sequence[Comparison]) -> dict[str, Any]:
    rows = [
        (
            comparison.what,
            f"{comparison.predicted:,.0f} {comparison.unit}",
            f"{comparison.measured:,.0f} {comparison.unit}",
            "fitted" if comparison.fitted else f"{comparison.error:+.0%}",
        )
        for comparison in found
    ]
    return {
        "e": engine(),
        "f": figures,
        "confirms_ms": engine().confirms_after_s * 1000,
        "linger_ms": engine().linger_s * 1000,
        "flush_ms": figures.flush_s * 1000,
        "turn_ms": figures.turn_s * 1000,
        "compared": _table(("", "predicted", "measured", "error"), rows),
        "worst": max(abs(comparison.error) for comparison in found if not comparison.fitted),
    }


def _assumed() -> dict[str, Any]:
    rows = [
        (stream.name, f"{stream.things:,}", str(stream.events), f"{stream.a_year:,}", stream.reason)
        for stream in STREAMS
    ]
    rows.append(("**a county**", "", "", f"**{events_a_year():,}**", ""))
    head = ("stream", "things a year", "events each", "events a year", "reason")
    return {
        "streams": _table(head, rows),
        "h": HABITS,
        "attached_mib": HABITS.attached_bytes // 2**20,
        "hearers": mean_subscribers(),
        "province": PROVINCE,
        "nation": NATION,
        "city": counties_of_a_city(),
        "departments": len(department_names()),
    }


def _left(measured: dict[str, Any], left: Bytes) -> str:
    overhead = measured["kit"]["bytes"]["blob_overhead"]
    rows = (
        ("outbox of the publisher, kept for ever", left.outbox),
        ("answer kept for the Idempotency-Key", left.answer),
        ("inbox of each subscriber", left.inbox),
        ("a document, in publisher and subscriber (here a plot, on average)", left.documents),
        ("a content kept beside an event (blob), besides its bytes", overhead),
    )
    return _table(("where", "bytes an event"), [(name, f"{row:,.0f}") for name, row in rows])


def _scaled(machine: MeasuredMachine, left: Bytes) -> str:
    rows = []
    for place in regions():
        rows.append(_row(place.name, need(place.counties, machine, left)))
        busier = need(place.counties, machine, left, times=TENFOLD)
        rows.append(_row("– ten times as busy", busier))
    return _table(COLUMNS, rows)


def _row(name: str, size: Need) -> tuple[str, ...]:
    return (
        name,
        f"{size.cities:,}",
        f"{size.events_a_year:,}",
        f"{size.peak_effects_per_s:,.2f}",
        str(size.speed_nodes),
        str(size.partitions),
        f"{size.memory_gib:,.1f} GiB",
        f"{size.data_gib_a_year:,.2f} GiB",
        f"{size.contents_gib_a_year:,.1f} GiB",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
