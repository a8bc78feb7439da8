"""A fault testbed with load programs; each has an order file and a journal of answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chaos.faults.schedule import ScheduledFault
from chaos.injected_commands import inject_command, set_start_time
from testbed.city_folder import script_command
from testbed.fault_testbed import FaultTestbed

HTTP_LOAD = Path(__file__).with_name("http_load.py")
FOLDERS = ("journals", "injected", "attempts")


@dataclass(frozen=True, slots=True)
class Load:
    """The load of a run: events and subjects in total, and events per second."""

    seed: int
    events: int
    subjects: int
    per_second: float


class LoadTestbed(FaultTestbed):
    """Runs load programs beside the services; the load begins with `begin`.

    The clerks of `http_load.py` send commands of one event each, over HTTP.
    """

    def __init__(self, home: Path, load: Load) -> None:
        super().__init__(home)
        self.load = load
        self.folders = {name: home / name for name in FOLDERS}
        for folder in self.folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        self._programs: list[str] = []
        self._clerks_events = 0

    @property
    def journals(self) -> list[Path]:
        """The journals of answered commands of all programs."""
        return sorted(self.folders["journals"].glob("*.log"))

    def begin(self) -> None:
        """Start all load programs."""
        for name in self._programs:
            set_start_time(self.home / f"{name}.json")
            self.processes[name].start()

    def inject_failing_command(self, fault: ScheduledFault) -> None:
        """Let the clerks send a command whose event fails 1 to 4 times at each subscriber."""
        inject_command(self.folders["injected"], fault, self.load.subjects)

    def load_is_done(self) -> bool:
        """Whether all commands of the clerks are answered, the injected ones too."""
        lines = sum(file.read_text().count("\n") for file in self.journals if "clerk" in file.name)
        return lines == self._clerks_events and not list(self.folders["injected"].iterdir())

    def add_program(
        self, name: str, program: Path, order: Mapping[str, object], settings: Mapping[str, str]
    ) -> None:
        """Register a load program: a script whose one argument is its order file."""
        command = script_command(program, str(self.write_order(name, order)))
        self.add(name, command, settings)
        self._programs.append(name)

    def add_clerks(
        self, count: int, events: int, per_second: float, address: str, settings: Mapping[str, str]
    ) -> None:
        """Register `count` clerks with `events` commands each, `per_second` in total."""
        self._clerks_events = count * events
        order = {
            "clerks": count,
            "seed": self.load.seed,
            "events": events,
            "subjects": self.load.subjects,
            "per_second": per_second / count,
            "address": address,
            "home": str(self.home),
            "journals": str(self.folders["journals"]),
            "injected": str(self.folders["injected"]),
        }
        self.add_program("clerks", HTTP_LOAD, order, settings)

    def write_order(self, name: str, order: Mapping[str, object]) -> Path:
        """Write a program's order file; it is `<name>.json` in the testbed's home."""
        file = self.home / f"{name}.json"
        file.write_text(json.dumps(order))
        return file
