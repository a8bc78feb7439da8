"""A loader: executes commands of several events in its own process: `loader.py <order.json>`.

It writes to the water bureau's database directly, without nameko or HTTP. After a kill and restart
it continues behind the last command in its journal and repeats the unanswered one with its key.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pymongo.errors import PyMongoError

from liandong.envelope import new_id
from services.water.wells.handlers import seal_all
from services.water.wells.messages import SealWell
from shared.clock.system import system_clock
from shared.errors import PlatformError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor, PendingCommand
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.store.mongo.store import MongoStore
from testbed.command_plan import AnswerJournal, PlannedCommand, delay_s, plan_commands

MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class LoaderOrder:
    """The load of one loader: number of events and subjects, and events per second."""

    name: str
    seed: int
    events: int
    subjects: int
    per_second: float
    began_at: float
    mongo_url: str
    journal: str


def main(order: LoaderOrder) -> None:
    """Execute all commands, retrying each until it succeeds."""
    store = MongoStore(order.mongo_url, "water")
    executor = CommandExecutor(
        DepartmentContext(PublisherIdentity("140700", "water"), store, system_clock)
    )
    journal = AnswerJournal(Path(order.journal))
    done = sum(journal.known.values())
    for command in plan_commands(
        order.name, order.seed, order.events, order.subjects, most=MOST_AT_ONCE
    ):
        if command.key in journal.known:
            continue
        until_answered(executor, command)
        journal.append(command)
        done += len(command.wells)
        time.sleep(delay_s(order.began_at, done, order.per_second, time.time()))
    store.close()


def until_answered(executor: CommandExecutor, command: PlannedCommand) -> None:
    """Retry a command with its idempotency key until it succeeds."""
    wanted = tuple(SealWell(well, command.key) for well in command.wells)
    made = new_id()
    cause = Cause(id=made, type="load", actor=command.key, department="water", correlation=made)
    once = IdempotencyKey(command.key, command.key)
    while True:
        try:
            executor.execute(PendingCommand(seal_all, wanted, cause, once, _answer))
            return
        except (PlatformError, PyMongoError) as error:
            print(f"again: {command.key}: {error!r}", flush=True)  # noqa: T201  its output is its log
            time.sleep(0.05)


def _answer(count: int) -> dict[str, int]:
    return {"events": count}


if __name__ == "__main__":
    main(LoaderOrder(**json.loads(Path(sys.argv[1]).read_text())))
