"""The result of a measurement."""

from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True, slots=True)
class Throughput:
    """The duration of a flow of events, and the usage of each process."""

    events: int
    seconds: float
    cpu_us_per_event: dict[str, float] = field(default_factory=dict)
    memory_mb: dict[str, float] = field(default_factory=dict)

    @property
    def events_per_s(self) -> float:
        """The throughput from commit to effect, in events per second."""
        return round(self.events / self.seconds, 1)


def median_run(flows: list[Throughput]) -> Throughput:
    """Return the run of median speed; of an even number the slower middle one."""
    return sorted(flows, key=lambda flow: flow.events_per_s)[(len(flows) - 1) // 2]


def percentile(values: list[float], share: float) -> float:
    """Return the percentile `share` (0 to 1) of the values by nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked) - 1e-9) - 1)]
