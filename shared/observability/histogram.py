"""Histogram that records the durations of a whole batch at once, for frequent operations."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry


class BatchHistogram(Collector):
    """Seconds by labels, in buckets; `add` costs one lock a call and about 0.2 µs a duration.

    `prometheus_client.Histogram` takes a lock, and several calls, for each single value.
    """

    def __init__(
        self,
        name: str,
        documentation: str,
        labels: Sequence[str],
        *,
        buckets: Sequence[float],
        registry: CollectorRegistry = REGISTRY,
    ) -> None:
        self.name = name
        self.documentation = documentation
        self.labels = tuple(labels)
        self.bounds = tuple(buckets)
        self._kept: dict[tuple[str, ...], tuple[list[int], float]] = {}
        self._lock = threading.Lock()
        registry.register(self)

    def add(self, labels: tuple[str, ...], seconds: Iterable[float]) -> None:
        """Record durations; a negative one, from clocks that differ, adds nothing to the sum."""
        bounds = self.bounds
        with self._lock:
            counts, total = self._kept.get(labels) or ([0] * (len(bounds) + 1), 0.0)
            for second in seconds:
                counts[bisect_left(bounds, second)] += 1
                if second > 0:
                    total += second
            self._kept[labels] = counts, total

    def add_repeated(self, labels: tuple[str, ...], seconds: float, times: int) -> None:
        """Record the same duration several times."""
        with self._lock:
            counts, total = self._kept.get(labels) or ([0] * (len(self.bounds) + 1), 0.0)
            counts[bisect_left(self.bounds, seconds)] += times
            self._kept[labels] = counts, total + seconds * times

    def describe(self) -> Iterator[Metric]:
        """Return the name at registration without collecting values."""
        yield HistogramMetricFamily(self.name, self.documentation, labels=self.labels)

    def collect(self) -> Iterator[Metric]:
        """Return all recorded values."""
        family = HistogramMetricFamily(self.name, self.documentation, labels=self.labels)
        with self._lock:
            kept = {labels: (tuple(row), total) for labels, (row, total) in self._kept.items()}
        for labels, (row, total) in kept.items():
            family.add_metric(labels, _cumulative(self.bounds, row), total)
        yield family


def _cumulative(bounds: Sequence[float], counts: Sequence[int]) -> list[tuple[str, float]]:
    found, buckets = 0, []
    for bound, count in zip((*bounds, float("inf")), counts, strict=True):
        found += count
        edge = "+Inf" if bound == float("inf") else str(float(bound))
        buckets.append((edge, float(found)))
    return buckets
