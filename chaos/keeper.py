"""A process that is kept running, as an orchestrator would: whoever ends is started again."""

import os
import signal
import time
from pathlib import Path

from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment

BACK_OFF_S = 1.0


class Kept:
    """One process; `wanted` says whether it should run now, `done` that it ended in good order."""

    def __init__(self, name: str, command: list[str], log: Path, env: dict[str, str]) -> None:
        self.name = name
        self.child = Child(name, command, log=log, env=child_environment(env))
        self.wanted = False
        self.frozen = False
        self.fell = 0
        self._not_before = 0.0

    @property
    def done(self) -> bool:
        """Whether the process ended by itself with code 0."""
        return self.child.exit_code == 0

    def start(self) -> None:
        """Start it now; only on the main thread, which the kernel ties it to."""
        self.wanted = True
        self.child.start()

    def kill(self) -> None:
        """Kill it; it stays down until it is started."""
        self.wanted = False
        self.child.kill()
        self.frozen = False

    def freeze(self) -> None:
        """Stop its clock."""
        if self.child.running:
            os.kill(self.child.pid, signal.SIGSTOP)
            self.frozen = True

    def thaw(self) -> None:
        """Let its clock go on."""
        if self.frozen and self.child.running:
            os.kill(self.child.pid, signal.SIGCONT)
        self.frozen = False

    def keep(self) -> None:
        """Start it again if it ended although it should run."""
        if not self.wanted or self.child.running or self.done:
            return
        if self._not_before == 0.0:
            self.fell += 1
            self._not_before = time.monotonic() + BACK_OFF_S
        if time.monotonic() >= self._not_before:
            self._not_before = 0.0
            self.child.start()

    def stop(self) -> None:
        """End it in good order."""
        self.wanted = False
        self.thaw()
        self.child.stop(grace_s=5)
