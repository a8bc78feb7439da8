"""The city of one exercise: the platform, a clock file for each department, and the watch."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import yaml

from demo.clean import start_clean
from demo.client import City
from gameday.alertmanager import Alertmanager
from gameday.alertmanager import settings as routes
from gameday.desk import Desk
from gameday.errors import GamedayError
from gameday.pace import Pace
from gameday.record import Record
from gameday.rules import paced_rules
from monitoring.prometheus import DEPLOYED, Prometheus, installed
from monitoring.prometheus import settings as scrapes
from shared.catalog.catalog import department_names
from shared.clock.drill import set_offset
from shared.clock.system import system_clock
from shared.config.external_servers import ExternalServers
from shared.local.city_files import configure_tool
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from shared.local.supervisor import LocalPlatform

LIANDONG = str(Path(sys.executable).parent / "liandong")
HOME = ".local"  # what the commands of the runbooks take without being told
LOOK_S = 0.5
KEYS_ARE_OLD = timedelta(days=1)  # as in a city: a clock that is behind must not precede them
PATIENCE = 2  # on a machine that others use as well
Say = Callable[[str], None]


class Town:
    """What runs during an exercise; made by `open_town`.

    `base` is where a person on duty stands: the platform's home is the folder `.local` there, so
    that the commands of the runbooks run as they are written.
    """

    def __init__(self, base: Path, pace: Pace, say: Say, servers: ExternalServers) -> None:
        self.base = base.absolute()
        self.home = self.base / HOME
        self.pace = pace
        self.say = say
        self.servers = servers
        self.skewed: set[str] = set()
        self.ports = dict(
            zip(("broker", "host", "watch", "manager", "desk"), free_ports(5), strict=True)
        )
        self.spare = free_ports(1)[0]
        self.platform = LocalPlatform(
            self.home,
            department_names(),
            say=lambda _: None,
            make_keys=self._make_keys,
            command=self._command,
            first_port=free_ports(1)[0],
            broker_metrics_port=self.ports["broker"],
            servers=servers,
        )
        self.city: City
        self.watch: Prometheus
        self.desk: Desk

    def move(self, by: timedelta, *departments: str) -> None:
        """Move the time of some departments, or of all."""
        self.skewed |= {*departments}
        for name in departments or department_names():
            set_offset(self._clock(name), by)

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(max(0.0, seconds))

    def wait(self, met: Callable[[], bool], what: str, deadline_s: float) -> float:
        """Wait until something is so, and tell after how many seconds; `GamedayError` if never."""
        began = time.monotonic()
        while not met():
            if time.monotonic() - began > PATIENCE * deadline_s:
                raise GamedayError(f"{what}: not so after {PATIENCE * deadline_s:.0f} s")
            self.pause(LOOK_S)
        return round(time.monotonic() - began, 1)

    def since_fault(self, record: Record) -> float:
        """Tell how long ago the fault was."""
        return time.time() - record.fault

    def firing(self, alert: str) -> bool:
        """Tell whether an alert fires now."""
        return bool(self.watch.now(f'ALERTS{{alertname="{alert}",alertstate="firing"}}'))

    def second(self, department: str) -> Child:
        """Prepare a second process of a department, at the spare port; it is not started."""
        first = self.platform.services[department]
        address = f"LIANDONG_HTTP_ADDRESS={LOOPBACK}:{self.spare}"
        log = self.home / "log" / f"{department}-second.log"
        return Child(
            f"second {department}", ["env", address, *first.command], log=log, env=first.environment
        )

    def _make_keys(self, home: Path) -> Mapping[str, str]:
        (home / "clocks").mkdir(exist_ok=True)
        self.move(timedelta())
        return {**create_dev_keys(home, system_clock() - KEYS_ARE_OLD), "LIANDONG_ENV": "drill"}

    def _command(self, department: str) -> Sequence[str]:
        clock = f"LIANDONG_CLOCK_FILE={self._clock(department)}"
        return ["env", clock, LIANDONG, "run", department]

    def _clock(self, department: str) -> Path:
        return self.home / "clocks" / department


@contextmanager
def open_town(base: Path, pace: Pace, say: Say, doubled: str = "") -> Iterator[Town]:
    """Start platform, watch and duty desk, from nothing; use it on the main thread.

    `doubled` names a department whose second process is to be watched too.
    """
    (base / HOME).mkdir(parents=True, exist_ok=True)
    external = configure_tool().external_servers
    servers = start_clean(base / HOME, external, lambda _: None)
    town = Town(base, pace, say, servers)
    with ExitStack() as stack:
        town.desk = stack.enter_context(Desk(town.ports["desk"]))
        stack.enter_context(town.platform)
        manager = routes(town.ports["desk"], pace.group_wait_s)
        stack.enter_context(
            Alertmanager(base / "alertmanager", town.ports["manager"], manager),
        )
        exporter = Child(
            "node exporter",
            [
                installed("prometheus-node-exporter"),
                f"--web.listen-address={LOOPBACK}:{town.ports['host']}",
            ],
            log=base / "node.log",
            env={},
        )
        stack.callback(exporter.stop)
        exporter.start()
        settings = _settings(town, doubled)
        rules = paced_rules(pace)
        town.watch = stack.enter_context(
            Prometheus(base / "prometheus", town.ports["watch"], settings, rules)
        )
        town.city = stack.enter_context(City(town.platform.addresses, town.home))
        yield town


def _settings(town: Town, doubled: str) -> dict[str, object]:
    broker = f"{LOOPBACK}:{town.ports['broker']}"
    targets = {
        "rabbitmq": [broker],
        "rabbitmq_queues": [broker],
        "host": [f"{LOOPBACK}:{town.ports['host']}"],
        "prometheus": [f"{LOOPBACK}:{town.ports['watch']}"],
    }
    services = {name: address.split("//")[1] for name, address in town.platform.addresses.items()}
    made = scrapes(targets, services)
    made["global"] = _how_often(town.pace)
    if doubled:
        spare = {"targets": [f"{LOOPBACK}:{town.spare}"], "labels": {"department": doubled}}
        made["scrape_configs"][0]["static_configs"].append(spare)
    manager = f"{LOOPBACK}:{town.ports['manager']}"
    made["alerting"] = {"alertmanagers": [{"static_configs": [{"targets": [manager]}]}]}
    return made


def _how_often(pace: Pace) -> dict[str, str]:
    """Give the deployed intervals, unless the pace has its own."""
    if pace.interval:
        return {"scrape_interval": pace.interval, "evaluation_interval": pace.interval}
    deployed = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text(encoding="utf-8"))
    return dict(deployed["global"])
