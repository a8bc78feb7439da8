"""The definition of an exercise, and the context in which one runs."""

from collections.abc import Callable
from dataclasses import dataclass

from demo.client import City
from gameday.gate_probes import GateProbes
from gameday.monitored_testbed import MonitoredTestbed
from gameday.operator import Operator
from gameday.run_record import RunRecord
from gameday.timing_profile import TimingProfile
from testbed.simulated_clerk import SimulatedClerk


@dataclass(slots=True)
class ExerciseContext:
    """The testbed, the operator, the gate probes and the record of one run."""

    testbed: MonitoredTestbed
    operator: Operator
    gates: GateProbes
    record: RunRecord

    @property
    def profile(self) -> TimingProfile:
        """The durations of this run."""
        return self.testbed.profile

    @property
    def city(self) -> City:
        """The departments' APIs."""
        return self.testbed.city

    def await_alert(self, alert: str, deadline_s: float) -> None:
        """Wait until an alert fires; record a failed check if it does not."""
        try:
            self.testbed.wait_until(
                lambda: self.testbed.firing(alert), f"{alert} fires", deadline_s
            )
        except Exception as error:  # noqa: BLE001  the alert is under test: continue without it
            self.record.check(f"{alert} fires", ok=False, detail=str(error))

    def await_that(self, what: str, met: Callable[[], bool], deadline_s: float) -> None:
        """Wait until a condition holds; record whether it did and after how many seconds."""
        try:
            after_s = self.testbed.wait_until(met, what, deadline_s)
            self.record.check(what, ok=True, after_s=after_s)
        except Exception as error:  # noqa: BLE001  likewise
            self.record.check(what, ok=False, detail=str(error))

    def ready(self, department: str) -> bool:
        """Whether a department's /readyz reports that it is ready."""
        try:
            return self.city[department].get("/readyz").ok
        except Exception:  # noqa: BLE001  without an answer it is not ready
            return False

    def single_clerk(self) -> SimulatedClerk:
        """Return a clerk without a workload, for the exercise's own requests."""
        testbed = self.testbed
        return SimulatedClerk(testbed.platform.addresses, testbed.home, lambda _: iter(()), 0.0)

    def all_ready(self) -> bool:
        """Whether all departments are ready."""
        return all(self.ready(name) for name in self.testbed.platform.services)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise; `run` causes the fault, waits for alerts, and follows the runbook.

    `alerts` must fire, `quiet` must not. `panel` is (title, query, legend) of the dashboard panel
    that shows the fault. `before` runs before the fault. `doubled` names a department with a second
    process. `limits` states what the exercise does not prove.
    """

    name: str
    title: str
    about: str
    alerts: tuple[str, ...]
    run: Callable[[ExerciseContext], None]
    quiet: tuple[str, ...] = ()
    panel: tuple[str, str, str] = ("", "", "")
    before: Callable[[ExerciseContext], None] = lambda _context: None
    doubled: str = ""
    small_disk_mb: int = 0
    limits: tuple[str, ...] = ()
