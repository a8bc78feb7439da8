"""The base of all testbeds: processes in one folder, started, awaited and stopped together."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.local.errors import LocalError
from shared.local.ports import LOOPBACK
from shared.local.processes.probe import ready_at
from testbed.supervised_process import SupervisedProcess

DEADLINE_S = 60.0
READY_S = 30.0


class Testbed:
    """Processes with common `settings` (environment variables), each with a log in `home`.

    Use it on the main thread: the kernel ends a process with the thread that started it.
    `FaultTestbed` adds its own servers and links, `PlatformTestbed` the whole platform. Benchmarks
    and integration tests run their departments on existing servers.
    """

    __test__ = False  # the name makes pytest collect it
    poll_s = 0.02
    patience = 1.0

    def __init__(self, home: Path, settings: Mapping[str, str] = {}) -> None:
        self.home = home
        self.settings = dict(settings)
        self.processes: dict[str, SupervisedProcess] = {}
        self.addresses: dict[str, str] = {}

    def add(
        self, name: str, command: Sequence[str], settings: Mapping[str, str] = {}
    ) -> SupervisedProcess:
        """Register a process without starting it."""
        log, env = self.home / f"{name}.log", {**self.settings, **settings}
        self.processes[name] = self.process(name, command, log, env)
        return self.processes[name]

    def process(
        self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str]
    ) -> SupervisedProcess:
        """Make a process; variants choose another way to start it."""
        return SupervisedProcess(name, command, log=log, env=env)

    def add_department(
        self,
        name: str,
        command: Sequence[str],
        port: int,
        settings: Mapping[str, str] = {},
        *,
        scheme: str = "http",
    ) -> SupervisedProcess:
        """Register a department that serves its API at a loopback port."""
        self.addresses[name] = f"{scheme}://{LOOPBACK}:{port}"
        own = {"LIANDONG_HTTP_ADDRESS": f"{LOOPBACK}:{port}"}
        return self.add(name, command, {**settings, **own})

    def wait_ready(self, name: str, ca: Path | None = None) -> None:
        """Wait until a department is ready; `ChildFailedError` if it ends or is not ready in 30 s.

        `ca` is the file of trusted authorities for an https address.
        """
        ready = ready_at(self.addresses[name], ca)
        self.processes[name].wait_until(ready, deadline_s=READY_S, what="it was ready")

    def wait_until(
        self, condition: Callable[[], bool], what: str, deadline_s: float = DEADLINE_S
    ) -> float:
        """Poll until a condition holds and return the seconds it took.

        Raises `LocalError` after the deadline times the testbed's `patience`.
        """
        began, limit_s = time.monotonic(), self.patience * deadline_s
        while not condition():
            if time.monotonic() - began > limit_s:
                raise LocalError(f"not within {limit_s:g} s: {what}")
            self.on_poll()
            time.sleep(self.poll_s)
        return round(time.monotonic() - began, 1)

    def pause(self, seconds: float) -> None:
        """Sleep, polling meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.on_poll()
            time.sleep(min(self.poll_s, left))

    def on_poll(self) -> None:
        """Run at every poll of `wait_until` and `pause`; variants override it."""

    def restart_ended(self) -> None:
        """Restart each process after an unexpected exit."""
        for process in self.processes.values():
            process.restart_if_ended()

    def stop(self) -> None:
        """Stop all processes: ask all of them to end, then wait for each."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.stop()
