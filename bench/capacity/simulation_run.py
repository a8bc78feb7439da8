"""The result of a simulated run."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class SimulationRun:
    """The result of a simulated run; latencies in order of effects."""

    latencies_s: list[float] = field(default_factory=list)
    ended_s: float = 0.0
    within: float = 0.0  # mean number of events between act and effect
    busy: float = 0.0  # utilisation of the cores, 0 to 1
    late_s: list[float] = field(default_factory=list)

    @property
    def events_per_s(self) -> float:
        """The events that took effect per second."""
        return len(self.latencies_s) / self.ended_s if self.ended_s else 0.0
