"""The person on duty: runs the commands of the runbooks as they are written."""

import shlex
import subprocess
import time
from collections.abc import Callable

from gameday.record import Ran, Record
from gameday.runbook import command, filled
from gameday.town import LIANDONG, Town
from shared.local.broker.files import environment
from shared.local.broker.scripts import find_scripts
from shared.local.processes.environment import child_environment

BROKER_TOOLS = ("rabbitmqctl", "rabbitmq-diagnostics")
LONGEST_S = 300
TAIL_LINES, WIDTH = 6, 150


class Duty:
    """Stands where the platform's home is; every command is found in its runbook first."""

    def __init__(self, town: Town, record: Record) -> None:
        self._town, self._record = town, record

    def run(
        self,
        page: str,
        heading: str,
        begins: str,
        swap: dict[str, str] | None = None,
        *,
        fails: bool = False,
    ) -> str:
        """Run the command of a section that begins so, with `swap` in place of its examples.

        `fails` says that it must end with an error, as a look at what is down does.
        """
        line = filled(command(page, heading, begins), swap or {})
        began = time.monotonic()
        code, text = self._call(line)
        took = round(time.monotonic() - began, 1)
        ok = (code != 0) if fails else code == 0
        told = tail_of(text.replace(f"{self._town.base}/", ""))
        self._record.ran.append(Ran(page, heading, line, ok, took, told))
        return text

    def stand_in(
        self,
        page: str,
        heading: str,
        begins: str,
        deed: Callable[[], object],
        how: str,
        swap: dict[str, str] | None = None,
    ) -> None:
        """Do in another way what a command does where it can run; the report says how."""
        line = filled(command(page, heading, begins), swap or {})
        began = time.monotonic()
        deed()
        took = round(time.monotonic() - began, 1)
        self._record.ran.append(Ran(page, heading, line, True, took, "", how))

    def start(self, department: str) -> None:
        """Start a department; the supervisor's child is this very command with its settings."""
        start = self._town.platform.services[department].start
        swap = {"agriculture": department}
        how = "the supervisor's child process is this command, with its settings"
        self.stand_in("services", "DepartmentDown", "liandong run", start, how, swap)

    def _call(self, line: str) -> tuple[int, str]:
        program, *arguments = shlex.split(line)
        broker, servers = self._town.platform.broker, self._town.servers
        extra = {"LIANDONG_KEYS": str(self._town.home / "keys")}
        if program in BROKER_TOOLS and broker is not None:
            program = str((find_scripts() or self._town.base) / program)
            extra = environment(broker.home, broker.identity)
        elif program == "liandong":
            program = LIANDONG
        done = subprocess.run(
            [program, *arguments],
            cwd=self._town.base,
            env=child_environment(servers.variables(), {"COLUMNS": str(WIDTH)}, extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_S,
            check=False,
            text=True,
        )
        return done.returncode, done.stdout


def tail_of(text: str) -> str:
    """Keep the last lines of an output that say something, and nothing that hints at a secret."""
    lines = [line[:WIDTH].strip(" │┃*") for line in text.splitlines()]
    told = [row for row in lines if any(map(str.isalnum, row)) and "cookie" not in row.lower()]
    return "\n".join(told if len(told) <= TAIL_LINES else ["…", *told[-TAIL_LINES:]])
