"""What a measurement found."""

from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True, slots=True)
class Throughput:
    """How fast events took effect, and what each process spent on one."""

    events: int
    seconds: float
    cpu_us_per_event: dict[str, float] = field(default_factory=dict)
    memory_mb: dict[str, float] = field(default_factory=dict)

    @property
    def events_per_s(self) -> float:
        """Events per second, from commit to effect."""
        return round(self.events / self.seconds, 1)


def median_run(flows: list[Throughput]) -> Throughput:
    """Choose the run of middle speed; of an even number the slower one of the two."""
    return sorted(flows, key=lambda flow: flow.events_per_s)[(len(flows) - 1) // 2]


def percentile(values: list[float], share: float) -> float:
    """Tell the value that `share` of all values do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked) - 1e-9) - 1)]
