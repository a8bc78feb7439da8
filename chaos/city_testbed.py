"""The chaos city on the platform's engine: three departments, two loaders and three clerks."""

from pathlib import Path

from chaos.faults.schedule import FaultTargets
from chaos.hostile_messages import HOSTILE
from chaos.load_testbed import Load, LoadTestbed
from liandong.messages.verify import make_keys
from shared.clock.system import system_clock
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import free_ports
from shared.local.processes.probe import ready_at
from testbed.city_folder import import_settings, script_command

CITY = Path(__file__).parent / "city"
DEPARTMENTS = ("water", "housing", "archive")
HOSTS = {
    "water": "shared.runtime.nameko.main",
    "housing": "shared.runtime.nameko.main",
    "archive": "shared.runtime.threads.main",
}
SUBSCRIBERS = ("housing", "archive")
PREFETCH = 50
LOADERS = ("loader0", "loader1")
CLERKS = 3
CLERKS_SHARE = 0.08


class CityTestbed(LoadTestbed):
    """Departments that communicate through the platform's outboxes and inboxes."""

    def __init__(self, home: Path, load: Load) -> None:
        super().__init__(home, load)
        self._ports = dict(zip(DEPARTMENTS, free_ports(len(DEPARTMENTS)), strict=True))
        self._events_per_clerk = int(load.events * CLERKS_SHARE) // CLERKS

    @property
    def keys(self) -> Path:
        """The folder with the keys of all departments."""
        return self.home / "keys"

    def targets(self) -> FaultTargets:
        """Return the targets of faults."""
        publishers = ("water-broker", "water-broker", "housing-broker")  # water publishes more
        return FaultTargets((*DEPARTMENTS, *LOADERS), tuple(self.links), SUBSCRIBERS, publishers)

    def start(self) -> None:
        """Start servers and departments, and wait until all are ready."""
        self.start_servers()
        self.settings |= import_settings(CITY)
        keys = create_dev_keys(self.home, system_clock())
        make_keys(self.keys, (*DEPARTMENTS, HOSTILE), system_clock())
        for name in DEPARTMENTS:
            self._start_department(name, dict(keys))
        for name in LOADERS:
            self._add_loader(name)
        share = self.load.per_second * CLERKS_SHARE
        self.add_clerks(CLERKS, self._events_per_clerk, share, self.addresses["water"], {})
        for name, address in self.addresses.items():
            self.wait_until(ready_at(address), f"{name} is ready")
        self.broker.sync_to_disk()

    def load_is_done(self) -> bool:
        """Whether all commands are answered: those of loaders and clerks, and injected ones."""
        return all(self.processes[name].done for name in LOADERS) and super().load_is_done()

    def _start_department(self, name: str, keys: dict[str, str]) -> None:
        servers = {
            "LIANDONG_AMQP_URL": self.amqp_url(name),
            "LIANDONG_MONGO_URL": self.mongo_url(name),
        }
        orders = HOSTS[name], name, str(PREFETCH), str(self.folders["attempts"])
        command = script_command(CITY / "launcher.py", *orders)
        self.add_department(name, command, self._ports[name], {**keys, **servers}).start()

    def _add_loader(self, name: str) -> None:
        events = self.load.events - CLERKS * self._events_per_clerk
        order = {
            "name": name,
            "seed": self.load.seed,
            "events": events // len(LOADERS),
            "subjects": self.load.subjects,
            "per_second": self.load.per_second * (1 - CLERKS_SHARE) / len(LOADERS),
            "mongo_url": self.mongo_url(name),
            "journal": str(self.folders["journals"] / f"{name}.log"),
        }
        self.add_program(name, CITY / "loader.py", order, {})
