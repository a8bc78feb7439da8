"""A simulated machine: cores shared by processes, and a disk with latency."""

import random
from collections.abc import Generator
from typing import Any

import simpy

Steps = Generator[Any, Any, None]
SLICE_S = 0.001


class SimulatedMachine:
    """Shared cores; each Python process computes on one thread, the servers on as many as cores."""

    def __init__(self, env: simpy.Environment, cores: int, seed: int) -> None:
        self.env = env
        self._dice = random.Random(seed)
        self._cores = simpy.Resource(env, cores)
        many = cores
        self._threads = {
            name: simpy.Resource(env, size)
            for name, size in {
                "publisher": 1,
                "subscriber": 1,
                "store": many,
                "broker": many,
            }.items()
        }
        self.busy_s = 0.0

    def compute(self, process: str, seconds: float) -> Steps:
        """Use a core for `seconds`, in slices so that other processes can interleave."""
        left = seconds
        while left > 1e-12:
            part = min(left, SLICE_S)
            with self._threads[process].request() as thread:
                yield thread
                with self._cores.request() as core:
                    yield core
                    yield self.env.timeout(part)
            self.busy_s += part
            left -= part

    def around(self, mean_s: float) -> float:
        """Draw an exponential time of this mean: waits for disk and scheduler vary widely."""
        return self._dice.expovariate(1 / mean_s) if mean_s > 0 else 0.0

    def flush(self, mean_s: float) -> Steps:
        """Wait for the disk without using a core."""
        yield self.env.timeout(self.around(mean_s))


class TimeAverage:
    """The time-weighted mean number of events in the system, the L of Little's law."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._within = 0
        self._since = env.now
        self._area = 0.0

    def change(self, by: int) -> None:
        """Change the number by `by`."""
        self._area += self._within * (self._env.now - self._since)
        self._since, self._within = self._env.now, self._within + by

    def mean(self, seconds: float) -> float:
        """Return the mean over `seconds`."""
        return self._area / seconds if seconds > 0 else 0.0
