"""Processes of one script, forked from a server that has loaded its modules: they start at once."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.local.processes import die_with_parent
from shared.local.processes.environment import child_environment
from testbed import fork_server
from testbed.city_folder import script_command
from testbed.supervised_process import SupervisedProcess

POLL_S = 0.005


class ForkServer:
    """A process that has loaded `modules`, and forks others; it ends with this process.

    Create it on the main thread: the kernel ends it with the thread that started it.
    """

    def __init__(self, modules: Sequence[str], env: Mapping[str, str]) -> None:
        leash = [sys.executable, "-I", "-S", die_with_parent.__file__, str(os.getpid())]
        server = script_command(Path(fork_server.__file__), *modules)
        self._process = subprocess.Popen(
            [*leash, *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(env),
        )
        self._turn = threading.Lock()

    def start(
        self, script: Path, arguments: Sequence[str], env: Mapping[str, str], log: Path
    ) -> "ForkedPopen":
        """Start a process that runs a script; its output is appended to the log."""
        wanted = {
            "script": str(script),
            "arguments": list(arguments),
            "environment": dict(env),
            "log": str(log),
        }
        return ForkedPopen(self, self.ask(start=wanted)["pid"])

    def ask(self, **request: object) -> Any:
        """Send a request and return the answer."""
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())


class ForkedPopen:
    """A forked process, with those methods of `subprocess.Popen` that `Child` uses."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self._server = server
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        if self._code is None:
            self._code = self._server.ask(poll=self.pid)["code"]
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; raises `subprocess.TimeoutExpired`."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(POLL_S)
        return code

    def terminate(self) -> None:
        """Send SIGTERM to a process that runs."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


class ForkedProcess(SupervisedProcess):
    """A supervised process that a fork server starts: `command` is a script and its arguments."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        server: ForkServer,
    ) -> None:
        super().__init__(name, command, log=log, env=env)
        self._server = server

    def _spawn(self) -> ForkedPopen:
        script, *arguments = self.command
        return self._server.start(Path(script), arguments, self.environment, self.log)
