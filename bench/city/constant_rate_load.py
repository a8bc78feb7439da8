"""Commands at a constant rate, independent of their duration, in the registry's own process."""

import threading
import time
from pathlib import Path

from bench.workload import plots
from liandong.envelope import new_id
from services.registry.plots.handlers import record
from services.registry.plots.messages import RecordPlot
from shared.clock.system import system_clock
from shared.config.settings import Settings
from shared.delivery.outbox.relay import Relay
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.messages.codec import to_wire
from shared.messages.contract import contract_of
from shared.store.mongo.store import MongoStore

SUBJECTS = 1_000
CLERKS = 64  # a service has 200 workers


class ConstantRateLoad:
    """Executes each command at its due time on one of `CLERKS` threads, then wakes the relay.

    Without a free thread a command begins late; latency is measured from its due time all the same.
    HTTP is left out: at 500 requests per second it would dominate the measurement.
    """

    def __init__(self, relay: Relay, folder: Path, rate: float, seconds: float) -> None:
        settings = Settings.from_env()
        place = PublisherIdentity(settings.city, "registry")
        self._executor = CommandExecutor(
            DepartmentContext(place, MongoStore(settings.mongo, "registry"), system_clock)
        )
        self._relay = relay
        self._folder = folder
        self._rate = rate
        contract = contract_of(RecordPlot)
        records = plots(int(rate * seconds), SUBJECTS)
        self._commands = enumerate([contract.load(record) for record in records])
        self._turn = threading.Lock()

    def run(self) -> None:
        """Wait for the start signal, then start the threads; write the first due time to a file."""
        self._executor.context.store.ping()
        (self._folder / "acting").touch()
        while not (self._folder / "act").exists():
            time.sleep(0.01)
        start = time.time() + 0.2
        (self._folder / "first").write_text(repr(start))
        for _ in range(CLERKS):
            threading.Thread(target=self._work, args=(start,), daemon=True).start()

    def _work(self, start: float) -> None:
        while True:
            with self._turn:
                number, command = next(self._commands, (0, None))
            if command is None:
                return
            time.sleep(max(0.0, start + number / self._rate - time.time()))
            self._act(command)

    def _act(self, command: RecordPlot) -> None:
        made = new_id()
        cause = Cause(made, RecordPlot.__name__, "clerk-1", "registry", made)
        self._executor.execute(
            PendingCommand(record, command, cause, IdempotencyKey(made, made), to_wire)
        )
        self._relay.wake()
