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

    Use it on the main thread: the kernel ends a process with the thread that started it. The
    variants add what they need: `FaultTestbed` servers of its own and links that can be cut,
    `PlatformTestbed` the whole platform. Benchmarks and integration tests run their departments on
    servers that exist already.
    """

    __test__ = False  # pytest would take the name for a test case
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
        self.processes[name] = SupervisedProcess(name, command, log=log, env=env)
        return self.processes[name]

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
        """Wait until a department is ready; `ChildFailedError` if it ends or takes 30 s.

        `ca` are the authorities of an address that begins with https.
        """
        ready = ready_at(self.addresses[name], ca)
        self.processes[name].wait_until(ready, deadline_s=READY_S, what="it was ready")

    def wait_until(
        self, condition: Callable[[], bool], what: str, deadline_s: float = DEADLINE_S
    ) -> float:
        """Poll until a condition holds and return the seconds it took; `LocalError` if too many.

        The deadline is multiplied by the testbed's `patience`.
        """
        began, limit_s = time.monotonic(), self.patience * deadline_s
        while not condition():
            if time.monotonic() - began > limit_s:
                raise LocalError(f"not within {limit_s:g} s: {what}")
            self.on_poll()
            time.sleep(self.poll_s)
        return round(time.monotonic() - began, 1)

    def pause(self, seconds: float) -> None:
        """Let time pass, polling meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.on_poll()
            time.sleep(min(self.poll_s, left))

    def on_poll(self) -> None:
        """Do what is due at every poll of `wait_until` and `pause`: here nothing."""

    def restart_ended(self) -> None:
        """Restart each process that ended although it should run."""
        for process in self.processes.values():
            process.restart_if_ended()

    def stop(self) -> None:
        """Stop all processes: first all are asked to end, then each is awaited."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.stop()
