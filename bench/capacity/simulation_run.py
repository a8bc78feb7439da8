"""The result of a simulated run."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class SimulationRun:
    """What a simulated run found; latencies in the order of effects."""

    latencies_s: list[float] = field(default_factory=list)
    ended_s: float = 0.0
    within: float = 0.0  # events between act and effect, mean over the run
    busy: float = 0.0  # share of the cores' time
    late_s: list[float] = field(default_factory=list)

    @property
    def events_per_s(self) -> float:
        """Tell how many took effect each second."""
        return len(self.latencies_s) / self.ended_s if self.ended_s else 0.0
