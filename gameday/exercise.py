"""What every exercise is: a name, what it does, and the alerts that must and must not ring."""

from collections.abc import Callable
from dataclasses import dataclass

from demo.client import City
from gameday.gate_probes import Gates
from gameday.monitored_testbed import Town
from gameday.operator import Duty
from gameday.run_record import Record
from gameday.timing_profile import Pace

DECIDED_S = 60.0


@dataclass(slots=True)
class Scene:
    """What an exercise works with."""

    town: Town
    duty: Duty
    gates: Gates
    record: Record

    @property
    def pace(self) -> Pace:
        """How long things last."""
        return self.town.pace

    @property
    def city(self) -> City:
        """The departments' APIs."""
        return self.town.city

    def await_alert(self, alert: str, deadline_s: float) -> None:
        """Wait until an alert fires, and write down if it never does."""
        try:
            self.town.wait(lambda: self.town.firing(alert), f"{alert} fires", deadline_s)
        except Exception as error:  # noqa: BLE001  the alert is what is examined: go on without it
            self.record.check(f"{alert} fires", ok=False, detail=str(error))

    def await_that(self, what: str, met: Callable[[], bool], deadline_s: float) -> None:
        """Wait until something is so, and write down whether and after how long."""
        try:
            after_s = self.town.wait(met, what, deadline_s)
            self.record.check(what, ok=True, after_s=after_s)
        except Exception as error:  # noqa: BLE001  likewise
            self.record.check(what, ok=False, detail=str(error))

    def ready(self, department: str) -> bool:
        """Tell whether a department says that it is ready."""
        try:
            return self.city[department].get("/readyz").ok
        except Exception:  # noqa: BLE001  whoever does not answer is not ready
            return False

    def all_ready(self) -> bool:
        """Tell whether all departments are ready."""
        return all(self.ready(name) for name in self.town.platform.services)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise; `run` causes the fault, waits for alerts, and works by the runbook.

    `alerts` must fire, `quiet` must not. `panel` is the query that shows it to ops, with its title.
    """

    name: str
    title: str
    about: str
    alerts: tuple[str, ...]
    run: Callable[[Scene], None]
    quiet: tuple[str, ...] = ()
    panel: tuple[str, str, str] = ("", "", "")
    before: Callable[[Scene], None] = lambda _scene: None
    doubled: str = ""
    small_disk_mb: int = 0
    limits: tuple[str, ...] = ()
