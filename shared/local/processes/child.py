"""One supervised process in its own session, logged to a file, stopped with all descendants."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from shared.local.errors import ChildFailedError
from shared.local.processes import die_with_parent
from shared.local.processes.environment import child_environment
from shared.local.processes.log_excerpt import END_LINES, excerpt
from shared.local.processes.sessions import session_members

_POLL_S = 0.02
_GRACE_AFTER_KILL_S = 5.0


class RunningProcess(Protocol):
    """The part of `subprocess.Popen` that `Child` uses."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; raises `subprocess.TimeoutExpired`."""

    def terminate(self) -> None:
        """Send SIGTERM."""


class Child:
    """A process that never outlives the thread that started it.

    Start it from a thread that lives as long as the child must, normally the main thread: the
    kernel's parent-death signal is bound to the thread, not to the process.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self._env = child_environment() if env is None else dict(env)
        self._cwd = cwd
        self._process: RunningProcess | None = None
        self._asked_to_end = False
        self._begun = 0

    @property
    def environment(self) -> dict[str, str]:
        """Environment of the program, for starting another one like it."""
        return dict(self._env)

    @property
    def pid(self) -> int:
        """Process id of the running or last program; 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Exit code as defined by subprocess; None while it runs or before it started."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start the program; its output is appended to the log."""
        if self.running:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._asked_to_end = False
        self._begun = self.log.stat().st_size if self.log.exists() else 0
        self._process = self._spawn()

    def _spawn(self) -> RunningProcess:
        leash = [sys.executable, "-I", "-S", die_with_parent.__file__, str(os.getpid())]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*leash, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], *, deadline_s: float, what: str) -> None:
        """Wait until `ready()`; raises ChildFailedError at the process's end or the deadline."""
        end = time.monotonic() + deadline_s
        while not ready():
            if not self.running:
                raise ChildFailedError(self._failure(f"ended with code {self.exit_code}", what))
            if time.monotonic() > end:
                raise ChildFailedError(self._failure(f"took over {deadline_s:g} s", what))
            time.sleep(_POLL_S)

    def terminate(self) -> None:
        """Send SIGTERM once, without waiting."""
        if self._process is not None and self.running and not self._asked_to_end:
            self._asked_to_end = True
            self._process.terminate()

    def stop(self, grace_s: float = 10.0) -> None:
        """Send SIGTERM, wait up to `grace_s` seconds, then kill what remains of the session."""
        if self._process is None:
            return
        self.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(grace_s)
        self.kill()

    def kill(self) -> None:
        """Kill the process and all its descendants at once."""
        if self._process is None:
            return
        end = time.monotonic() + _GRACE_AFTER_KILL_S
        while members := self._members():
            for pid in members:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            self._process.poll()
            if time.monotonic() > end:
                raise ChildFailedError(f"{self.name}: processes {members} cannot be killed.")
            time.sleep(_POLL_S / 4)
        self._process.wait()

    def last_lines(self, count: int = END_LINES) -> str:
        """Return the end of the log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-count:])

    def log_excerpt(self) -> str:
        """Return the log of the last start: the first error with the next lines, and the end."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._begun)
            return excerpt(log.read().decode("utf-8", "replace"))

    def _members(self) -> list[int]:
        """List the live processes of the session; without /proc, the process itself."""
        members = session_members(self.pid)
        return members or ([self.pid] if self.running else [])

    def _failure(self, how: str, what: str) -> str:
        return f"{self.name} {how} before {what}. Out of {self.log}:\n{self.log_excerpt()}"
