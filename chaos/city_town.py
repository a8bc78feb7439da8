"""The made-up city on the platform's engine: three departments, loaders, clerks."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from chaos.errands import begin_now, leave_errand
from chaos.hostile import HOSTILE
from chaos.keeper import Kept
from chaos.schedule import Fault, Targets
from chaos.town import Town
from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.environment import child_environment
from shared.local.processes.probe import ready_at

HERE = Path(__file__).parent
CITY = HERE / "city"
DEPARTMENTS = ("water", "housing", "archive")
HOSTS = {
    "water": "shared.runtime.nameko.main",
    "housing": "shared.runtime.nameko.main",
    "archive": "shared.runtime.threads.main",
}
SUBSCRIBERS = ("housing", "archive")
PREFETCH = 50
LOADERS = 2
CLERKS = 3
CLERKS_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Load:
    """How much is acted, on how many subjects, and how fast in all."""

    seed: int
    events: int
    subjects: int
    per_second: float

    @property
    def by_clerks(self) -> int:
        """How many events each clerk makes."""
        return int(self.events * CLERKS_SHARE) // CLERKS

    @property
    def by_loaders(self) -> int:
        """How many events all loaders make."""
        return self.events - CLERKS * self.by_clerks


class CityTown:
    """The city: started from the main thread, under load once `begin` is called."""

    def __init__(self, home: Path, load: Load) -> None:
        self.home = home
        self.town = Town(home)
        self.load = load
        self._ports = dict(zip(DEPARTMENTS, free_ports(len(DEPARTMENTS)), strict=True))
        self._folders = {name: home / name for name in ("journals", "errands", "attempts", "logs")}
        for folder in self._folders.values():
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def keys(self) -> Path:
        """Where the keys of all departments lie."""
        return self.home / "keys"

    @property
    def journals(self) -> list[Path]:
        """What was answered, by whom."""
        return sorted(self._folders["journals"].glob("*.log"))

    def targets(self) -> Targets:
        """Tell what can be hit."""
        loaders = tuple(name for name in self.town.processes if name.startswith("loader"))
        links = tuple(self.town.links)
        publishers = ("water-broker", "water-broker", "housing-broker")  # water says more
        return Targets((*DEPARTMENTS, *loaders), links, SUBSCRIBERS, publishers)

    def start(self) -> None:
        """Start servers and departments, and wait until all are ready."""
        self.town.start_servers()
        env = {**create_dev_keys(self.home, system_clock()), **self._common()}
        make_keys(self.keys, (*DEPARTMENTS, HOSTILE), system_clock())
        for name in DEPARTMENTS:
            self.town.add(self._department(name, env))
            self.town.processes[name].start()
        for number in range(LOADERS):
            self.town.add(self._loader(f"loader{number}"))
        self.town.add(self._clerks())
        for name, port in self._ports.items():
            ready = ready_at(f"http://{LOOPBACK}:{port}")
            self.town.wait(ready, f"{name} is ready")
        self.town.broker.settle()

    def begin(self) -> None:
        """Let loaders and clerks act."""
        for name, process in self.town.processes.items():
            if name not in DEPARTMENTS:
                begin_now(self.home / f"{name}.json")
                process.start()

    def stumble(self, fault: Fault) -> None:
        """Leave an errand for the clerks: an act whose event fails 1 to 4 times."""
        leave_errand(self._folders["errands"], fault, self.load.subjects)

    def load_is_done(self) -> bool:
        """Tell whether all acts are answered, the errands too."""
        loaders = [
            process for name, process in self.town.processes.items() if name.startswith("loader")
        ]
        if not all(loader.done for loader in loaders):
            return False
        lines = sum(file.read_text().count("\n") for file in self.journals if "clerk" in file.name)
        waiting = list(self._folders["errands"].iterdir())
        return lines == CLERKS * self.load.by_clerks and not waiting

    def _common(self) -> dict[str, str]:
        paths = [str(CITY), str(HERE.parent), child_environment().get("PYTHONPATH", "")]
        return {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _department(self, name: str, env: dict[str, str]) -> Kept:
        own = {
            "LIANDONG_AMQP_URL": self.town.amqp_url(name),
            "LIANDONG_MONGO_URL": self.town.mongo_url(name),
            "LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{self._ports[name]}",
        }
        launcher = [sys.executable, "-P", str(CITY / "launcher.py"), HOSTS[name]]
        command = [*launcher, name, str(PREFETCH), str(self._folders["attempts"])]
        return Kept(name, command, self._log(name), {**env, **own})

    def _loader(self, name: str) -> Kept:
        order = {
            "name": name,
            "seed": self.load.seed,
            "events": self.load.by_loaders // LOADERS,
            "subjects": self.load.subjects,
            "per_second": self.load.per_second * (1 - CLERKS_SHARE) / LOADERS,
            "mongo_url": self.town.mongo_url(name),
            "journal": str(self._folders["journals"] / f"{name}.log"),
        }
        return self._worker(name, CITY / "loader.py", order)

    def _clerks(self) -> Kept:
        order = {
            "clerks": CLERKS,
            "seed": self.load.seed,
            "events": self.load.by_clerks,
            "subjects": self.load.subjects,
            "per_second": self.load.per_second * CLERKS_SHARE / CLERKS,
            "address": f"http://{LOOPBACK}:{self._ports['water']}",
            "home": str(self.home),
            "journals": str(self._folders["journals"]),
            "errands": str(self._folders["errands"]),
        }
        return self._worker("clerks", HERE / "clerks.py", order)

    def _worker(self, name: str, program: Path, order: dict[str, object]) -> Kept:
        file = self.home / f"{name}.json"
        file.write_text(json.dumps(order))
        command = [sys.executable, "-P", str(program), str(file)]
        return Kept(name, command, self._log(name), self._common())

    def _log(self, name: str) -> Path:
        return self._folders["logs"] / f"{name}.log"
