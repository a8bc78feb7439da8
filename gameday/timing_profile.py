"""The durations of a game day: real waits in full runs, shortened ones in quick runs."""

from dataclasses import dataclass

LONG_S = 300.0


@dataclass(frozen=True, slots=True)
class TimingProfile:
    """The durations of one run.

    The `for` of alerts above `keep_s` is divided by `factor`; other alerts wait as deployed.
    `group_wait_s` is Alertmanager's group wait. `interval` is the scrape and evaluation interval of
    Prometheus; empty means as deployed. It must exceed the five seconds that a department takes to
    report that its store is unreachable.
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
    """Return the durations of a quick or a full run."""
    return QUICK if quick else FULL
