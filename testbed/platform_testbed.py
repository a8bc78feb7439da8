"""A testbed with the whole platform: all departments, each with a clock that can be moved."""

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
KEYS_ARE_OLD = timedelta(days=1)  # as in a city: a clock that is behind must not precede them


class PlatformTestbed(Testbed):
    """The platform as `liandong up` runs it; `platform` is its supervisor, a context manager.

    The supervisor starts and stops servers and departments, so that this variant adds no process
    for them. `base` is the working directory of commands: the platform's home is the folder
    `.local` there, so that commands of runbooks run as they are written. `skewed` names the
    departments whose clock was moved apart from the others.
    """

    poll_s = 0.5
    patience = 2.0  # on a machine that others use as well

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
        """Set the offset of some departments' clocks, or of all."""
        self.skewed |= {*departments}
        for name in departments or department_names():
            set_offset(self.clock_file(name), by)

    def clock_file(self, department: str) -> Path:
        """Return the file that holds the offset of a department's clock."""
        return self.home / "clocks" / department

    def second_process(self, department: str) -> SupervisedProcess:
        """Prepare a second process of a department, at the spare port; it is not started."""
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
