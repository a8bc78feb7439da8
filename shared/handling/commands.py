"""Executes the commands of one department: each exactly once, several per transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from shared.errors import KeyReusedError
from shared.handling.cause import Cause
from shared.handling.context import DepartmentContext
from shared.handling.group_commit import GroupCommit, ItemResult
from shared.handling.idempotency import IdempotencyKey, IdempotencyRecord
from shared.handling.prefetch import DryRun, Prefetcher
from shared.handling.tracing import NO_COMMAND_TRACING, CommandTracing
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, LARGEST_BYTES

MAX_GROUP_SIZE = 64
MAX_GROUP_BYTES = 2**20  # of contents; the embedded server's transactions allow ten times that


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a command: the stored answer, and the value that its handler returned.

    `is_fresh` is true if the handler ran now; a repeated request has only the first answer.
    """

    answer: Any
    is_fresh: bool
    returned: Any = None


@dataclass(frozen=True, slots=True)
class PendingCommand:
    """A command with its handler; `dump` converts the handler's value to the stored answer."""

    handle: Callable[[UnitOfWork, Any], Any]
    message: Any
    cause: Cause
    once: IdempotencyKey
    dump: Callable[[Any], Any]


class CommandExecution:
    """One command in the transaction of its group; an error inside rolls back only this command."""

    def __init__(self, session: Session, command: PendingCommand) -> None:
        self.command = command
        self.result: ItemResult[CommandResult] = ItemResult(None)
        self._session = session
        self._before = session.savepoint()
        self._fetches = session.fetches

    def __enter__(self) -> "CommandExecution":
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        """Roll back and refuse the command, unless the whole transaction has failed."""
        if not isinstance(error, Exception) or self._session.failure is not None:
            return False
        self._refuse(error)
        return True

    def is_repeated(self) -> bool:
        """Return whether an earlier request had the same key; its answer becomes the result.

        Raises `KeyReusedError` if that request had other content.
        """
        earlier = self._session.find(IdempotencyRecord, self.command.once.key)
        if earlier is not None:
            self.result = self._first_answer(earlier)
        return earlier is not None

    def succeed(self, returned: Any, now: datetime) -> None:
        """Store the answer in the transaction of the effects."""
        once, answer = self.command.once, self.command.dump(returned)
        self._session.add(IdempotencyRecord(once.key, once.fingerprint, answer, now))
        self.result = ItemResult(CommandResult(answer, is_fresh=True, returned=returned))

    def fetched(self) -> bool:
        """Return whether the handler read documents one by one."""
        return self._session.fetches > self._fetches

    def content_bytes(self) -> int:
        """Return how many bytes of contents the command writes."""
        return self._session.content_bytes(self._before)

    def _refuse(self, error: Exception) -> None:
        """Roll back the command; a request that was answered before still gets its first answer."""
        self._session.rollback_to(self._before)
        earlier = self._session.refetch(IdempotencyRecord, self.command.once.key)
        try:
            self.result = self._first_answer(earlier) if earlier else ItemResult(None, error)
        except KeyReusedError as reused:
            self.result = ItemResult(None, reused)

    def _first_answer(self, earlier: IdempotencyRecord) -> ItemResult[CommandResult]:
        answer = earlier.answer_to(self.command.once)
        return ItemResult(CommandResult(answer, is_fresh=False))


class CommandExecutor:
    """Executes the commands of one department.

    Commands of several callers share a transaction when they arrive faster than transactions end.
    They run in it one after the other, and each sees the changes of those before it. One that is
    refused is rolled back alone. If the transaction itself cannot be written, each command runs in
    one of its own.

    The first attempt presumes that requests are new: the answer of a repeated one cannot be written
    twice, so its transaction fails, and the second attempt checks for earlier answers. A refusal is
    raised only after such a check.
    """

    def __init__(
        self, context: DepartmentContext, tracing: CommandTracing = NO_COMMAND_TRACING
    ) -> None:
        self.context = context
        self._tracing = tracing
        self._prefetcher = Prefetcher()
        self._groups: GroupCommit[PendingCommand, CommandResult] = GroupCommit(MAX_GROUP_SIZE)

    @property
    def waiting(self) -> int:
        """The number of commands that wait for a transaction."""
        return len(self._groups)

    def execute(self, command: PendingCommand) -> CommandResult:
        """Run a command's handler; return once its effects are committed.

        The answer is stored in the same transaction as the effects. A repeated request gets the
        first answer and changes nothing. Raises the handler's error, `KeyReusedError` if the key
        was used for other content, `StoreUnavailableError`.
        """
        with self._tracing.trace_command(command.cause) as cause:
            with self._groups.turn(replace(command, cause=cause)) as turn:
                while commands := turn.group.transaction():
                    work = partial(self._execute_group, commands, count())
                    most = BATCH_BYTES if len(commands) > 1 else LARGEST_BYTES
                    try:
                        results = self.context.store.transact(work, most=most)
                    except Exception as error:  # noqa: BLE001  raised in each command's caller
                        turn.group.fail(error)
                    else:
                        turn.group.finish(results)
            return turn.result()

    def _execute_group(
        self, commands: Sequence[PendingCommand], tries: Iterator[int], session: Session
    ) -> list[ItemResult[CommandResult]]:
        """Execute as many of these commands, in order, as fit into one transaction."""
        if next(tries) == 0:
            session.assume_absent(IdempotencyRecord, [command.once.key for command in commands])
        self._prefetch(session, commands)
        results: list[ItemResult[CommandResult]] = []
        room = MAX_GROUP_BYTES
        for command in commands:
            with CommandExecution(session, command) as execution:
                if not execution.is_repeated():
                    uow = self._unit_of_work(session, command)
                    execution.succeed(command.handle(uow, command.message), uow.now)
            self._learn(execution)
            results.append(execution.result)
            room -= execution.content_bytes()
            if room < 0:
                break
        return results

    def _unit_of_work(self, session: Session, command: PendingCommand) -> UnitOfWork:
        now = self.context.clock()
        return UnitOfWork(session, command.cause, self.context.identity, now)

    def _learn(self, execution: CommandExecution) -> None:
        if execution.result.error is None:
            kind = execution.command.cause.type
            self._prefetcher.record_miss(kind, fell_short=execution.fetched())

    def _prefetch(self, session: Session, commands: Sequence[PendingCommand]) -> None:
        """Read in a few queries what the commands of a group would read one by one."""
        if len(commands) == 1:
            return
        known = session.load(IdempotencyRecord, [command.once.key for command in commands])
        now = self.context.clock()

        def run(command: PendingCommand, probe: Session) -> None:
            uow = UnitOfWork(probe, command.cause, self.context.identity, now)
            command.handle(uow, command.message)

        fresh = [command for command in commands if command.once.key not in known]
        self._prefetcher.prefetch(
            session,
            [DryRun(one.cause.type, one.cause.subject, partial(run, one)) for one in fresh],
        )
