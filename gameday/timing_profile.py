"""The durations of a game day: real waits in the full one, shortened ones in the quick one."""

from dataclasses import dataclass

LONG_S = 300.0


@dataclass(frozen=True, slots=True)
class TimingProfile:
    """Durations of one run.

    Alerts that wait longer than `keep_s` before they fire are made `factor` times quicker; all
    others wait as they do in the city. `group_wait_s` is how long Alertmanager gathers. `interval`
    is how often Prometheus asks and judges; empty means as it is deployed. It must be longer than
    the five seconds that a department takes to say that its store is away.
    """

    name: str
    outage_s: float
    steady_s: float
    keep_s: float
    factor: int
    group_wait_s: float
    flood: int
    interval: str


FULL = TimingProfile("full", 120.0, 35.0, LONG_S, 10, 30.0, 200, "")
QUICK = TimingProfile("quick", 15.0, 10.0, 0.0, 30, 3.0, 60, "7s")


def profile_of(quick: bool) -> TimingProfile:
    """Choose the durations."""
    return QUICK if quick else FULL
