"""The operator: runs the commands of the runbooks verbatim."""

import shlex
import subprocess
import time
from collections.abc import Callable

from gameday.monitored_testbed import MonitoredTestbed
from gameday.run_record import CommandRun, RunRecord
from gameday.runbook import command, filled
from shared.local.broker.files import environment
from shared.local.broker.scripts import find_scripts
from shared.local.processes.environment import child_environment
from testbed.platform_testbed import LIANDONG

BROKER_TOOLS = ("rabbitmqctl", "rabbitmq-diagnostics")
LONGEST_S = 300
TAIL_LINES, WIDTH = 6, 150


class Operator:
    """Runs commands of the runbooks in the parent folder of the platform's home."""

    def __init__(self, testbed: MonitoredTestbed, record: RunRecord) -> None:
        self._testbed, self._record = testbed, record

    def run(
        self,
        page: str,
        heading: str,
        begins: str,
        swap: dict[str, str] | None = None,
        *,
        fails: bool = False,
    ) -> str:
        """Run a section's command that starts with `begins`, after the replacements of `swap`.

        Records whether it succeeded and returns its output. With `fails` it must end with an error,
        such as a check of a server that is down.
        """
        line = filled(command(page, heading, begins), swap or {})
        began = time.monotonic()
        code, text = self._call(line)
        took = round(time.monotonic() - began, 1)
        ok = (code != 0) if fails else code == 0
        shown = tail_of(text.replace(f"{self._testbed.base}/", ""))
        self._record.ran.append(CommandRun(page, heading, line, ok, took, shown))
        return text

    def stand_in(
        self,
        page: str,
        heading: str,
        begins: str,
        action: Callable[[], object],
        how: str,
        swap: dict[str, str] | None = None,
    ) -> None:
        """Record an action as a substitute for a command; `how` explains it in the report."""
        line = filled(command(page, heading, begins), swap or {})
        began = time.monotonic()
        action()
        took = round(time.monotonic() - began, 1)
        self._record.ran.append(CommandRun(page, heading, line, True, took, "", how))

    def start(self, department: str) -> None:
        """Start a department by the supervisor, whose child process runs the same command."""
        start = self._testbed.platform.services[department].start
        swap = {"agriculture": department}
        how = "the supervisor's child process is this command, with its settings"
        self.stand_in("services", "DepartmentDown", "liandong run", start, how, swap)

    def _call(self, line: str) -> tuple[int, str]:
        program, *arguments = shlex.split(line)
        broker, servers = self._testbed.platform.broker, self._testbed.servers
        extra = {"LIANDONG_KEYS": str(self._testbed.home / "keys")}
        if program in BROKER_TOOLS and broker is not None:
            program = str((find_scripts() or self._testbed.base) / program)
            extra = environment(broker.home, broker.identity)
        elif program == "liandong":
            program = LIANDONG
        done = subprocess.run(
            [program, *arguments],
            cwd=self._testbed.base,
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
    """Return the last lines of an output with alphanumeric text, without those on a cookie."""
    lines = [line[:WIDTH].strip(" │┃*") for line in text.splitlines()]
    shown = [row for row in lines if any(map(str.isalnum, row)) and "cookie" not in row.lower()]
    return "\n".join(shown if len(shown) <= TAIL_LINES else ["…", *shown[-TAIL_LINES:]])
