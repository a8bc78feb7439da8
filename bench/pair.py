"""The two made-up departments as processes, under the driver's orders."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.errors import BenchError
from bench.servers import Room
from bench.usage import Meter, numbered
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from shared.local.processes.environment import child_environment
from shared.local.processes.probe import ready_at

ROOT = Path(__file__).parent.parent
CITY = Path(__file__).parent / "city"
PUBLISHER, SUBSCRIBER = "registry", "mirror"
REGISTRY, MIRROR = f"bench_{PUBLISHER}", f"bench_{SUBSCRIBER}"  # their databases
START_S = 30.0


class Pair:
    """The registry, which publishes, and the mirror, which subscribes."""

    def __init__(self, room: Room, *, plain: bool = False, **orders: str) -> None:
        self.room = room
        self._environment = child_environment(
            {
                "PYTHONPATH": f"{CITY}{os.pathsep}{ROOT}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "LIANDONG_AMQP_URL": room.amqp_url,
                "LIANDONG_MONGO_URL": room.mongo_url,
                "LIANDONG_LOG_LEVEL": "WARNING",
                "BENCH_FOLDER": str(room.folder),
                **orders,
            }
        )
        self._environment |= json.loads(self.script("prepare.py", str(room.folder)))
        self._plain = ["--plain"] if plain else []
        ports = free_ports(2)
        self.publisher, self._publisher_ready = self._child(PUBLISHER, ports[0])
        self.subscriber, self._subscriber_ready = self._child(SUBSCRIBER, ports[1])
        self._more: list[Child] = []

    def script(self, name: str, *arguments: str) -> str:
        """Run one of the city's scripts to its end and return what it printed."""
        command = [sys.executable, "-P", str(CITY / name), *arguments]
        done = subprocess.run(  # noqa: S603  our own script
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"{name} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def subscribe(self, processes: int = 1) -> None:
        """Start the subscriber and wait until it consumes; all of its processes, if more."""
        self.subscriber.start()
        self._await(self.subscriber, self._subscriber_ready)
        for number in range(2, processes + 1):
            child, ready = self._child(SUBSCRIBER, free_ports(1)[0], f"{SUBSCRIBER}.{number}")
            self._more.append(child)
            child.start()
            self._await(child, ready)

    def publish(self, sign: str = "") -> None:
        """Start the publisher and wait until it is ready, or has left a sign in the folder."""
        self.publisher.start()
        ready = (self.room.folder / sign).exists if sign else self._publisher_ready
        self._await(self.publisher, ready)

    def commit(self, count: int, subjects: int, first: int = 0) -> None:
        """Commit events in the publisher's database."""
        self.script("load.py", str(count), str(subjects), str(first))

    def split(self, partitions: int) -> None:
        """Give the subscriber's inbox so many partitions, before it starts for the first time."""
        self.script("partition.py", SUBSCRIBER, str(partitions))

    def alive(self) -> None:
        """Raise when a process ended."""
        for child in self._children():
            if child.exit_code is not None:
                raise BenchError(
                    f"{child.name} ended. The end of {child.log}:\n{child.last_lines()}"
                )

    def stop(self) -> None:
        """Stop all processes."""
        for child in self._children():
            child.terminate()
        for child in self._children():
            child.stop()

    def meter(self) -> Meter:
        """Begin to measure what all processes use."""
        mine = numbered("subscriber", [child.pid for child in (self.subscriber, *self._more)])
        return Meter(self.room.pids | {"publisher": self.publisher.pid} | mine)

    def _children(self) -> tuple[Child, ...]:
        return self.publisher, self.subscriber, *self._more

    def _child(self, name: str, port: int, log_name: str = "") -> tuple[Child, Callable[[], bool]]:
        address = f"{LOOPBACK}:{port}"
        command = [sys.executable, "-P", str(CITY / "launcher.py"), name, *self._plain]
        env = {**self._environment, "LIANDONG_HTTP_ADDRESS": address}
        child = Child(name, command, log=self.room.folder / f"{log_name or name}.log", env=env)
        return child, ready_at(f"http://{address}")

    def _await(self, child: Child, ready: Callable[[], bool]) -> None:
        child.wait_until(ready, deadline_s=START_S, what="it was ready")


@contextmanager
def pair(room: Room, *, plain: bool = False, **orders: str) -> Iterator[Pair]:
    """Give the two departments, not started; stop them after."""
    with ExitStack() as stack:
        both = Pair(room, plain=plain, **orders)
        stack.callback(both.stop)
        yield both
