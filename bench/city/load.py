"""Commits events in the registry's database: `load.py <count> <subjects> <first>`.

Many records share one unit of work, with the same handler and executor as a clerk's single record.
"""

import sys

from bench.workload import plots
from liandong.envelope import new_id
from services.registry.plots.handlers import record_all
from services.registry.plots.messages import RecordPlot
from shared.clock.system import system_clock
from shared.config.settings import Settings
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.messages.contract import contract_of
from shared.store.mongo.store import MongoStore

AT_ONCE = 250


def load(executor: CommandExecutor, commands: list[RecordPlot]) -> None:
    """Commit some records in one unit of work."""
    made = new_id()
    cause = Cause(made, RecordPlot.__name__, "clerk-1", "registry", made)
    once = IdempotencyKey(made, made)
    executor.execute(PendingCommand(record_all, commands, cause, once, lambda n: {"records": n}))


def main(count: int, subjects: int, first: int) -> None:
    """Commit `count` records about `subjects` plots."""
    settings = Settings.from_env()
    executor = CommandExecutor(
        DepartmentContext(
            PublisherIdentity(settings.city, "registry"),
            MongoStore(settings.mongo, "registry"),
            system_clock,
        )
    )
    contract = contract_of(RecordPlot)
    waiting = []
    for record in plots(count, subjects, first=first):
        waiting.append(contract.load(record))
        if len(waiting) == AT_ONCE:
            load(executor, waiting)
            waiting = []
    if waiting:
        load(executor, waiting)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
