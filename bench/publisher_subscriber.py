"""The testbed of a benchmark: two fictional departments, a publisher and a subscriber."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.errors import BenchError
from bench.process_usage import Meter, numbered_names
from bench.servers import Room
from shared.local.errors import LocalError
from shared.local.ports import free_ports
from testbed.city_folder import import_settings, run_script, script_command
from testbed.supervised_process import SupervisedProcess
from testbed.testbed import READY_S, Testbed

CITY = Path(__file__).parent / "city"
PUBLISHER, SUBSCRIBER = "registry", "mirror"
REGISTRY, MIRROR = f"bench_{PUBLISHER}", f"bench_{SUBSCRIBER}"  # their databases


class PublisherSubscriber(Testbed):
    """The registry, which publishes, and the mirror, which subscribes, on given servers.

    Nothing is restarted: a process that ends makes the measurement fail (`alive`). `orders` are
    settings for `city/launcher.py`.
    """

    def __init__(self, room: Room, *, plain: bool = False, **orders: str) -> None:
        self.room = room
        settings = {
            **import_settings(CITY),
            "LIANDONG_AMQP_URL": room.amqp_url,
            "LIANDONG_MONGO_URL": room.mongo_url,
            "LIANDONG_LOG_LEVEL": "WARNING",
            "BENCH_FOLDER": str(room.folder),
            **orders,
        }
        super().__init__(room.folder, settings)
        self.settings |= json.loads(self.script("prepare.py", str(room.folder)))
        self._plain = ["--plain"] if plain else []
        ports = free_ports(2)
        self.publisher = self._add(PUBLISHER, PUBLISHER, ports[0])
        self.subscriber = self._add(SUBSCRIBER, SUBSCRIBER, ports[1])

    def script(self, name: str, *arguments: str) -> str:
        """Run one of the city's scripts and return its output."""
        try:
            return run_script(CITY / name, *arguments, env=self.settings)
        except LocalError as error:
            raise BenchError(str(error)) from None

    def subscribe(self, processes: int = 1) -> None:
        """Start the subscriber's processes and wait until each is ready."""
        self._start(SUBSCRIBER)
        for number in range(2, processes + 1):
            name = f"{SUBSCRIBER}.{number}"
            self._add(name, SUBSCRIBER, free_ports(1)[0])
            self._start(name)

    def publish(self, sign: str = "") -> None:
        """Start the publisher; wait until it is ready, or has written the file `sign`."""
        if not sign:
            self._start(PUBLISHER)
            return
        self.publisher.start()
        found = (self.room.folder / sign).exists
        self.publisher.wait_until(found, deadline_s=READY_S, what=f"it wrote {sign}")

    def commit(self, count: int, subjects: int, first: int = 0) -> None:
        """Commit events in the publisher's database."""
        self.script("load.py", str(count), str(subjects), str(first))

    def split(self, partitions: int) -> None:
        """Set the number of partitions of the subscriber's inbox, before its first start."""
        self.script("partition.py", SUBSCRIBER, str(partitions))

    def alive(self) -> None:
        """Raise `BenchError` if a process ended."""
        for process in self.processes.values():
            if process.exit_code is not None:
                raise BenchError(
                    f"{process.name} ended. The end of {process.log}:\n{process.last_lines()}"
                )

    def meter(self) -> Meter:
        """Return a meter of all processes, started now."""
        pids = [process.pid for name, process in self.processes.items() if name != PUBLISHER]
        subscribers = numbered_names("subscriber", pids)
        return Meter(self.room.pids | {"publisher": self.publisher.pid} | subscribers)

    def _start(self, name: str) -> None:
        self.processes[name].start()
        self.wait_ready(name)

    def _add(self, name: str, department: str, port: int) -> SupervisedProcess:
        command = script_command(CITY / "launcher.py", department, *self._plain)
        return self.add_department(name, command, port)


@contextmanager
def publisher_subscriber(
    room: Room, *, plain: bool = False, **orders: str
) -> Iterator[PublisherSubscriber]:
    """Yield the two departments, not started; stop them after."""
    with ExitStack() as stack:
        both = PublisherSubscriber(room, plain=plain, **orders)
        stack.callback(both.stop)
        yield both
