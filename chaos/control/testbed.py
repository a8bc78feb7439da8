"""The testbed of the control: two nameko services, and clerks like those of the city."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from chaos.faults.schedule import FaultTargets
from chaos.load_testbed import Load, LoadTestbed
from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.probe import listens
from testbed.city_folder import import_settings, script_command

SERVICE = Path(__file__).with_name("service.py")
SERVICES = ("water", "housing")
CLERKS = 4
Numbers = dict[str, list[int]]


class ControlTestbed(LoadTestbed):
    """Two services that communicate by nameko's events, without outbox or inbox."""

    def __init__(self, home: Path, load: Load) -> None:
        super().__init__(home, replace(load, events=load.events - load.events % CLERKS))
        self._ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))

    def targets(self) -> FaultTargets:
        """Return the targets of faults."""
        return FaultTargets(SERVICES, tuple(self.links), ("housing",), ())

    def start(self) -> None:
        """Start servers and services, and wait until both serve."""
        self.start_servers()
        create_dev_keys(self.home, system_clock())
        make_keys(self.home / "keys", SERVICES, system_clock())
        for name in SERVICES:
            self._start_service(name)
        water = f"http://{LOOPBACK}:{self._ports['water']}"
        each = self.load.events // CLERKS
        self.add_clerks(CLERKS, each, self.load.per_second, water, import_settings())
        port = self._ports["water"]
        self.wait_until(lambda: listens(LOOPBACK, port), "the nameko service listens")
        self.wait_until(self._is_bound, "nameko's queue is there")
        self.broker.sync_to_disk()

    def published(self) -> Numbers:
        """Read the numbers of all committed commands, by well."""
        published: Numbers = defaultdict(list)
        for command in self._rows("acts"):
            published[command["well"]].append(command["number"])
        return {well: sorted(numbers) for well, numbers in published.items()}

    def applied(self) -> Numbers:
        """Read the numbers that the subscriber recorded, by well, in order of arrival."""
        return {row["_id"]: row["numbers"] for row in self._rows("sites")}

    def _rows(self, collection: str) -> list[Mapping[str, Any]]:
        with MongoClient[dict[str, Any]](self.direct_mongo_url, timeoutMS=20_000) as client:
            return list(client["control"][collection].find())

    def _is_bound(self) -> bool:
        return "housing" in self.broker.ctl("list_queues", "name")

    def _start_service(self, name: str) -> None:
        order = {
            "amqp_url": self.amqp_url(name),
            "mongo_url": self.mongo_url(name),
            "address": f"{LOOPBACK}:{self._ports[name]}",
            "attempts": str(self.folders["attempts"]),
        }
        file = self.write_order(name, order)
        self.add(name, script_command(SERVICE, name, str(file))).start()
