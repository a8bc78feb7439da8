"""Validates the simulation by the benchmark: one figure is fitted, all others are predictions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bench.capacity.engine import Engine, engine
from bench.capacity.figures import Figures, figures_of
from bench.capacity.pipeline import at_most, at_rate
from bench.capacity.simulation_run import SimulationRun
from bench.result import percentile

FITTED_AT = "100"
LONGEST_TURN_S = 0.02
HALVINGS = 9
FIT_S = 4.0
MOST_EVENTS = 8_000
LONGEST_S = 8.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A predicted figure and the measured one."""

    what: str
    unit: str
    predicted: float
    measured: float
    fitted: bool = False

    @property
    def error(self) -> float:
        """The relative error of the prediction."""
        return self.predicted / self.measured - 1


def fit_turn(measured: dict[str, Any]) -> Figures:
    """Fit `turn_s` to the measured median latency at the lowest rate, by bisection."""
    figures, bounds = figures_of(measured), engine()
    rate, goal = float(FITTED_AT), _rates(measured)[FITTED_AT]["p50_ms"]
    low, high = 0.0, LONGEST_TURN_S
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _ms(at_rate(replace(figures, turn_s=middle), bounds, rate, FIT_S), 0.5)
        low, high = (middle, high) if found < goal else (low, middle)
    return replace(figures, turn_s=(low + high) / 2)


def compare_predictions(measured: dict[str, Any], figures: Figures) -> list[Comparison]:
    """Simulate the scenarios of the benchmark and compare the results."""
    bounds, ours = engine(), measured["bench"]["one_process"]
    most = at_most(figures, bounds, min(ours["events"], MOST_EVENTS))
    found = [Comparison("at most", "events/s", most.events_per_s, ours["events_per_s"])]
    for name, told in sorted(_rates(measured).items(), key=lambda item: int(item[0])):
        found += _at_rate(figures, bounds, name, told)
    return found


def _at_rate(
    figures: Figures, bounds: Engine, name: str, measured: dict[str, float]
) -> Iterator[Comparison]:
    rate = float(name)
    run = at_rate(figures, bounds, rate, min(measured["acts"] / rate, LONGEST_S))
    fits = name == FITTED_AT
    yield Comparison(f"{name}/s, median", "ms", _ms(run, 0.5), measured["p50_ms"], fits)
    yield Comparison(f"{name}/s, 99 of 100", "ms", _ms(run, 0.99), measured["p99_ms"])


def _rates(measured: dict[str, Any]) -> dict[str, dict[str, float]]:
    rates: dict[str, dict[str, float]] = measured["bench"]["one_process"]["at_rate"]
    return rates


def _ms(run: SimulationRun, share: float) -> float:
    return percentile(run.latencies_s, share) * 1000
