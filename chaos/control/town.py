"""The control's town: two nameko services, and the same clerks as in the city."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from chaos.errands import begin_now, leave_errand
from chaos.keeper import Kept
from chaos.schedule import Fault, Targets
from chaos.town import Town
from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.environment import child_environment
from shared.local.processes.probe import listens

HERE = Path(__file__).parent
CLERKS = 4
Numbers = dict[str, list[int]]


class ControlTown:
    """Two services that meet through nameko's events; started from the main thread."""

    def __init__(self, home: Path, seed: int, events: int, subjects: int, rate: float) -> None:
        self.home = home
        self.town = Town(home)
        self.subjects = subjects
        self.events = events - events % CLERKS
        self._seed = seed
        self._rate = rate
        self._ports = free_ports(2)
        for name in ("journals", "errands", "attempts"):
            (home / name).mkdir(parents=True)

    def targets(self) -> Targets:
        """Tell what can be hit."""
        return Targets(("water", "housing"), tuple(self.town.links), ("housing",), ())

    def start(self) -> None:
        """Start servers and services, and wait until both serve."""
        self.town.start_servers()
        create_dev_keys(self.home, system_clock())
        make_keys(self.home / "keys", ("water", "housing"), system_clock())
        for name, port in zip(("water", "housing"), self._ports, strict=True):
            self.town.add(self._service(name, port))
            self.town.processes[name].start()
        self.town.add(self._clerks())
        water = self._ports[0]
        self.town.wait(lambda: listens(LOOPBACK, water), "the nameko service listens")
        self.town.wait(self._is_bound, "nameko's queue is there")
        self.town.broker.settle()

    def begin(self) -> None:
        """Let the clerks act."""
        begin_now(self.home / "clerks.json")
        self.town.processes["clerks"].start()

    def stumble(self, fault: Fault) -> None:
        """Leave an errand for the clerks."""
        leave_errand(self.home / "errands", fault, self.subjects)

    def load_is_done(self) -> bool:
        """Tell whether all acts are answered."""
        files = (self.home / "journals").glob("clerk*.log")
        lines = sum(file.read_text().count("\n") for file in files)
        return lines == self.events and not list((self.home / "errands").iterdir())

    def told(self) -> Numbers:
        """Read all acts that are committed."""
        told: Numbers = defaultdict(list)
        for act in self._rows("acts"):
            told[act["well"]].append(act["number"])
        return {well: sorted(numbers) for well, numbers in told.items()}

    def heard(self) -> Numbers:
        """Read what was heard."""
        return {row["_id"]: row["numbers"] for row in self._rows("sites")}

    def _rows(self, collection: str) -> list[Mapping[str, Any]]:
        with MongoClient[dict[str, Any]](self.town.direct_mongo_url, timeoutMS=20_000) as client:
            return list(client["control"][collection].find())

    def _is_bound(self) -> bool:
        return "housing" in self.town.broker.ctl("list_queues", "name")

    def _service(self, name: str, port: int) -> Kept:
        order = {
            "amqp_url": self.town.amqp_url(name),
            "mongo_url": self.town.mongo_url(name),
            "address": f"{LOOPBACK}:{port}",
            "attempts": str(self.home / "attempts"),
        }
        file = self._written(name, order)
        command = [sys.executable, "-P", str(HERE / "service.py"), name, str(file)]
        return Kept(name, command, self.home / f"{name}.log", {})

    def _clerks(self) -> Kept:
        order = {
            "clerks": CLERKS,
            "seed": self._seed,
            "events": self.events // CLERKS,
            "subjects": self.subjects,
            "per_second": self._rate / CLERKS,
            "address": f"http://{LOOPBACK}:{self._ports[0]}",
            "home": str(self.home),
            "journals": str(self.home / "journals"),
            "errands": str(self.home / "errands"),
        }
        file = self._written("clerks", order)
        command = [sys.executable, "-P", str(HERE.parent / "clerks.py"), str(file)]
        paths = [str(HERE.parent.parent), child_environment().get("PYTHONPATH", "")]
        env = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        return Kept("clerks", command, self.home / "clerks.log", env)

    def _written(self, name: str, order: Mapping[str, object]) -> Path:
        file = self.home / f"{name}.json"
        file.write_text(json.dumps(order))
        return file
