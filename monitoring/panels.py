"""The parts of a dashboard as values: queries, panels, rows; independent of Grafana's format."""

from dataclasses import dataclass, field, replace

RATE = "$__rate_interval"
SECONDS, COUNT, PER_SECOND, SHARE, BYTES = "s", "short", "ops", "percentunit", "bytes"
GREEN, YELLOW, RED = "green", "orange", "red"
Threshold = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A PromQL expression and the legend of its series."""

    text: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. `kind` is Grafana's panel type; panels of width 0 share the rest of the row."""

    title: str
    queries: tuple[Query, ...]
    kind: str = "timeseries"
    unit: str = COUNT
    about: str = ""
    width: int = 0
    height: int = 8
    thresholds: tuple[Threshold, ...] = ()
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class PanelRow:
    """Panels side by side, under a title."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page for one kind of reader; `asks_department` adds a variable to choose a department.

    `needs` names the exporter that its queries require, if any.
    """

    uid: str
    title: str
    about: str
    rows: tuple[PanelRow, ...]
    asks_department: bool = False
    needs: str = ""
    tags: tuple[str, ...] = field(default=("liandong",))


def graph(title: str, *queries: tuple[str, str], unit: str = COUNT, about: str = "") -> Panel:
    """Return a panel with lines over time; `queries` are (expression, legend) pairs."""
    return Panel(title, _asked(queries), unit=unit, about=about)


def stacked(title: str, *queries: tuple[str, str], unit: str = COUNT, about: str = "") -> Panel:
    """Return a panel with stacked areas over time."""
    return replace(graph(title, *queries, unit=unit, about=about), stacked=True)


def number(
    title: str, query: str, *, unit: str = COUNT, about: str = "", bad: float | None = None
) -> Panel:
    """Return a panel with one current number; red from `bad` on, else green."""
    limits = ((bad, RED),) if bad is not None else ()
    return Panel(title, (Query(query),), "stat", unit, about, height=4, thresholds=limits)


def good(title: str, query: str, *, unit: str = COUNT, about: str = "", least: float) -> Panel:
    """Return a panel with one current number; red below `least`, else green."""
    shown = number(title, query, unit=unit, about=about)
    return replace(shown, thresholds=((float("-inf"), RED), (least, GREEN)))


def bars(title: str, query: str, legend: str, *, unit: str = COUNT, about: str = "") -> Panel:
    """Return a panel with current numbers as horizontal bars."""
    return Panel(title, (Query(query, legend),), "bargauge", unit, about)


def table(title: str, query: str, *, unit: str = COUNT, about: str = "") -> Panel:
    """Return a panel with a table of current numbers, a row per set of labels."""
    return Panel(title, (Query(query),), "table", unit, about)


def _asked(queries: tuple[tuple[str, str], ...]) -> tuple[Query, ...]:
    return tuple(Query(text, legend) for text, legend in queries)
