"""A simulated machine: cores that processes share, and a disk that is waited for."""

import random
from collections.abc import Generator
from typing import Any

import simpy

Steps = Generator[Any, Any, None]
SLICE_S = 0.001


class SimulatedMachine:
    """Cores for all; each process of Python has one thread that computes, the others have many."""

    def __init__(self, env: simpy.Environment, cores: int, seed: int) -> None:
        self.env = env
        self._dice = random.Random(seed)  # noqa: S311  spreads waits, guards nothing
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
        """Use a core for so long, in slices, so that others come in between."""
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
        """Throw a time of this mean: waits for a disk and for the scheduler differ widely."""
        return self._dice.expovariate(1 / mean_s) if mean_s > 0 else 0.0

    def flush(self, mean_s: float) -> Steps:
        """Wait for the disk; no core is used meanwhile."""
        yield self.env.timeout(self.around(mean_s))


class TimeAverage:
    """How many are within, over time: the mean of it is what Little's law speaks of."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._within = 0
        self._since = env.now
        self._area = 0.0

    def change(self, by: int) -> None:
        """Let some in or out."""
        self._area += self._within * (self._env.now - self._since)
        self._since, self._within = self._env.now, self._within + by

    def mean(self, seconds: float) -> float:
        """Tell how many were within, on average over so long."""
        return self._area / seconds if seconds > 0 else 0.0
