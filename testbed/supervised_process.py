"""A child process that can be suspended, and is restarted after an unexpected exit."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment
from shared.local.processes.sessions import session_members


class SupervisedProcess(Child):
    """A process with a desired state: `wanted` is whether it should run.

    `unwanted_exits` counts unexpected exits.
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
        """Whether the process exited with code 0."""
        return self.exit_code == 0

    def start(self) -> None:
        """Start the process; on the main thread only, since it ends with the starting thread."""
        self.wanted = True
        super().start()

    def terminate(self) -> None:
        """Ask the process to end; it is not restarted until `start`."""
        self.wanted = False
        self.thaw()
        super().terminate()

    def kill(self) -> None:
        """Kill the process and its children; it is not restarted until `start`."""
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
        """Restart the process `back_off_s` after an unexpected exit."""
        if not self.wanted or self.running or self.done:
            return
        if self._restart_at == 0.0:
            self.unwanted_exits += 1
            self._restart_at = time.monotonic() + self.back_off_s
        if time.monotonic() >= self._restart_at:
            self._restart_at = 0.0
            super().start()


def signal_session(session: int, number: signal.Signals) -> None:
    """Send a signal to all processes of a session, skipping those that have ended."""
    for pid in session_members(session):
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, number)
