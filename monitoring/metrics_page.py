"""Generates docs/metrics.md from the declarations."""

from collections.abc import Iterable

from monitoring.metrics_catalog import DeclaredMetric, declared_metrics

HEAD = """# Metrics

Generated from the code by `python -m monitoring write`; do not edit. Every process answers
`GET /metrics`. What needs the store is measured at most every ten seconds, and in at most a
fiftieth of the time; `api` processes leave it to the workers. Several processes of a department
tell the same gauges: ask with `max by (department)`. "series" is about the most that one city
can have with one process per department; labels are names of departments, events, routes, rules and
states, never an id. [monitoring.md](monitoring.md) tells how all of it is read.

`/metrics` needs no token and tells numbers alone, those of restricted documents among them: let
only Prometheus reach it.

| metric | type | unit | labels | series | meaning |
| --- | --- | --- | --- | --- | --- |
"""


def page(found: Iterable[DeclaredMetric]) -> str:
    """Return the page for these metrics."""
    rows = tuple(found)
    lines = [_row(row) for row in rows]
    total = f"\nAt most {_rounded(sum(row.series for row in rows))} series in all.\n"
    return HEAD + "\n".join(lines) + "\n" + total


def _row(metric: DeclaredMetric) -> str:
    labels, series = ", ".join(metric.labels), _rounded(metric.series)
    about = metric.about
    return f"| `{metric.name}` | {metric.kind} | {metric.unit} | {labels} | {series} | {about} |"


def _rounded(number: int) -> str:
    """Round up to one significant digit, so that a new event does not change the page."""
    step = 10 ** (len(str(number)) - 1)
    return f"{-(-number // step) * step:,}"


def current() -> str:
    """Return the page for the current code."""
    return page(declared_metrics())
