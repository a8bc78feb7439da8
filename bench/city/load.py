"""Commit events in the registry's database: `load.py <count> <subjects> <first>`.

Many records go into one unit of work, by the same handler and desk as one record of a clerk.
"""

import sys

from bench.workload import plots
from liandong.envelope import new_id
from services.registry.plots.handlers import record_all
from services.registry.plots.messages import RecordPlot
from shared.clock.system import system_clock
from shared.config.settings import Settings
from shared.delivery.inbox.dispatcher import Desk
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import IdempotencyKey
from shared.messages.contract import contract_of
from shared.store.mongo.store import MongoStore

AT_ONCE = 250


def load(desk: Desk, commands: list[RecordPlot]) -> None:
    """Commit some records in one unit of work."""
    made = new_id()
    cause = Cause(made, RecordPlot.__name__, "clerk-1", "registry", made)
    desk.act(
        record_all, commands, cause, once=IdempotencyKey(made, made), dump=lambda n: {"records": n}
    )


def main(count: int, subjects: int, first: int) -> None:
    """Commit `count` records about `subjects` plots."""
    settings = Settings.from_env()
    desk = Desk(
        PublisherIdentity(settings.city, "registry"),
        MongoStore(settings.mongo, "registry"),
        system_clock,
    )
    contract = contract_of(RecordPlot)
    waiting = []
    for record in plots(count, subjects, first=first):
        waiting.append(contract.load(record))
        if len(waiting) == AT_ONCE:
            load(desk, waiting)
            waiting = []
    if waiting:
        load(desk, waiting)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
