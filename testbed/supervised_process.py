"""A child process that can be frozen, and restarted when it ends although it should run."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment
from shared.local.processes.sessions import session_members


class SupervisedProcess(Child):
    """A process with a desired state: `wanted` says whether it should run now.

    `unwanted_exits` counts how often it ended although it should run.
    """

    back_off_s = 1.0

    def __init__(
        self, name: str, command: Sequence[str], *, log: Path, env: Mapping[str, str]
    ) -> None:
        super().__init__(name, command, log=log, env=child_environment(env))
        self.wanted = False
        self.frozen = False
        self.unwanted_exits = 0
        self._restart_at = 0.0

    @property
    def done(self) -> bool:
        """Whether the process ended by itself with code 0."""
        return self.exit_code == 0

    def start(self) -> None:
        """Start the program; only on the main thread, which the kernel ties it to."""
        self.wanted = True
        super().start()

    def terminate(self) -> None:
        """Ask the process to end, once; it stays down until it is started."""
        self.wanted = False
        self.thaw()
        super().terminate()

    def kill(self) -> None:
        """Kill the process and all it started; it stays down until it is started."""
        self.wanted = False
        super().kill()
        self.frozen = False

    def freeze(self) -> None:
        """Suspend the process (SIGSTOP)."""
        if self.running:
            signal_session(self.pid, signal.SIGSTOP)
            self.frozen = True

    def thaw(self) -> None:
        """Resume the process (SIGCONT)."""
        if self.frozen and self.running:
            signal_session(self.pid, signal.SIGCONT)
        self.frozen = False

    def restart_if_ended(self) -> None:
        """Restart the process a second after an exit that nobody asked for."""
        if not self.wanted or self.running or self.done:
            return
        if self._restart_at == 0.0:
            self.unwanted_exits += 1
            self._restart_at = time.monotonic() + self.back_off_s
        if time.monotonic() >= self._restart_at:
            self._restart_at = 0.0
            super().start()


def signal_session(session: int, number: signal.Signals) -> None:
    """Send a signal to all processes of a session; those that ended meanwhile are skipped."""
    for pid in session_members(session):
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, number)
