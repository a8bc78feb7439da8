"""A testbed with the whole platform: all departments, each with an adjustable clock."""

import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from shared.catalog.catalog import department_names
from shared.clock.drill import set_offset
from shared.clock.system import system_clock
from shared.config.external_servers import ExternalServers
from shared.local.dev_keys import create_dev_keys
from shared.local.ports import LOOPBACK, free_ports
from shared.local.supervisor import LocalPlatform
from testbed.supervised_process import SupervisedProcess
from testbed.testbed import Testbed

LIANDONG = str(Path(sys.executable).parent / "liandong")
HOME = ".local"  # the default home of the platform's commands
KEYS_ARE_OLD = timedelta(days=1)  # as in production: a slow clock must not be before their start


class PlatformTestbed(Testbed):
    """The platform as `liandong up` runs it; `platform` is its supervisor, a context manager.

    The supervisor starts and stops servers and departments, so this variant adds no processes for
    them. `base` is the working directory of commands: the platform's home is its folder `.local`,
    so that commands of runbooks work verbatim. `skewed` contains the departments whose clock was
    moved individually.
    """

    poll_s = 0.5
    patience = 2.0  # the machine may be shared

    def __init__(self, base: Path, broker_metrics_port: int, servers: ExternalServers) -> None:
        self.base = base.absolute()
        super().__init__(self.base / HOME)
        self.servers = servers
        self.skewed: set[str] = set()
        self.spare_port = free_ports(1)[0]
        self.platform = LocalPlatform(
            self.home,
            department_names(),
            say=lambda _: None,
            make_keys=self._make_keys,
            command=self._command,
            first_port=free_ports(1)[0],
            broker_metrics_port=broker_metrics_port,
            servers=servers,
        )

    def move_clock(self, by: timedelta, *departments: str) -> None:
        """Set the clock offset of the given departments, or of all if none is given."""
        self.skewed |= {*departments}
        for name in departments or department_names():
            set_offset(self.clock_file(name), by)

    def clock_file(self, department: str) -> Path:
        """Return the file that holds the offset of a department's clock."""
        return self.home / "clocks" / department

    def second_process(self, department: str) -> SupervisedProcess:
        """Return a second process of a department on the spare port, not started."""
        first = self.platform.services[department]
        address = {"LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{self.spare_port}"}
        log = self.home / "log" / f"{department}-second.log"
        return SupervisedProcess(
            f"second {department}", first.command, log=log, env={**first.environment, **address}
        )

    def _make_keys(self, home: Path) -> Mapping[str, str]:
        (home / "clocks").mkdir(exist_ok=True)
        self.move_clock(timedelta())
        return {**create_dev_keys(home, system_clock() - KEYS_ARE_OLD), "LIANDONG_ENV": "drill"}

    def _command(self, department: str) -> Sequence[str]:
        clock = f"LIANDONG_CLOCK_FILE={self.clock_file(department)}"
        return ["env", clock, LIANDONG, "run", department]
