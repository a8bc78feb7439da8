"""All metrics that the code declares: name, type, unit, labels, meaning, bound."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from monitoring import cardinality
from shared.observability import metrics, store_metrics
from shared.observability.histogram import BatchHistogram

PREFIX = "liandong_"
ROOT = Path(__file__).parents[1]
SWITCHES = ("_connected", "_up", "_leads")
UNITS = {"_timestamp_seconds": "s since 1970", "_seconds": "s", "_bytes": "byte", "_info": "1"}


@dataclass(frozen=True, slots=True)
class DeclaredMetric:
    """A metric; `series` is the most that a city can have."""

    name: str
    kind: str
    unit: str
    labels: tuple[str, ...]
    about: str
    series: int


def declared_metrics() -> tuple[DeclaredMetric, ...]:
    """Return all declared metrics, sorted by name."""
    for kit in (metrics, store_metrics):
        importlib.import_module(kit.__name__)
    for path in sorted(ROOT.glob("services/*/*/gauges.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return tuple(sorted(_found(), key=lambda metric: metric.name))


def _found() -> Iterator[DeclaredMetric]:
    for collector in set(REGISTRY._collector_to_names):
        if isinstance(collector, BatchHistogram):
            found = collector.name, "histogram", collector.labels, collector.documentation
            edges = len(collector.bounds) + 1
        elif isinstance(collector, Counter | Gauge | Histogram):
            found = _of(collector)
            edges = len(getattr(collector, "_upper_bounds", ()))
        else:
            continue
        name, kind, labels, about = found
        if name.startswith(PREFIX):
            each = edges + 2 if kind == "histogram" else 1
            yield DeclaredMetric(
                name, kind, _unit(name), labels, about, each * cardinality.max_series(name, labels)
            )


def _of(metric: Any) -> tuple[str, str, tuple[str, ...], str]:
    kind = type(metric).__name__.lower()
    name = f"{metric._name}_total" if kind == "counter" else metric._name
    return name, kind, tuple(metric._labelnames), metric._documentation


def _unit(name: str) -> str:
    bare = name.removesuffix("_total")
    if "_events" in bare or "_outbox_p" in bare:
        return "events"
    if bare.endswith(SWITCHES):
        return "0 or 1"
    fitting = (unit for end, unit in UNITS.items() if bare.endswith(end))
    return next(fitting, bare.rsplit("_", 1)[-1])
