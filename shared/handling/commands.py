"""Commands at a desk: each once, and those that arrive together in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from shared.clock.system import Clock
from shared.errors import KeyReusedError, StoreUnavailableError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.group_commit import GroupCommit, Outcome
from shared.handling.prefetch import Prefetcher, Run
from shared.handling.records import IdempotencyRecord
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, LARGEST_BYTES, Store, TooMuchToWriteError

MOST_ACTS = 64
MOST_BYTES = 2**20  # of contents; the embedded server takes about ten times that in a transaction


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What became of a command: the answer that is kept, and what its handler returned.

    `is_fresh` tells that it took effect just now; a repeated request has its first answer alone.
    """

    answer: Any
    is_fresh: bool
    returned: Any = None


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What makes a request the same: its Idempotency-Key, scoped to the caller, and its content."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PendingCommand:
    """A command with its handler; `dump` makes the answer that is kept of what that returns."""

    handle: Callable[[UnitOfWork, Any], Any]
    message: Any
    cause: Cause
    once: IdempotencyKey
    dump: Callable[[Any], Any]


class CommandExecutor:
    """Carries out the commands of one department.

    Commands of several callers share a transaction when they arrive faster than transactions end.
    They run one after the other in it, and each sees what those before it did. One that is refused
    is undone alone. If the transaction itself cannot be written, each runs in one of its own.

    A request is taken for a new one at first: the answer to one that came before cannot be written
    twice, and then the transaction runs again and looks. A refusal is told only after a look.
    """

    def __init__(self, place: PublisherIdentity, store: Store, clock: Clock) -> None:
        self._place = place
        self._store = store
        self._clock = clock
        self._foresight = Prefetcher()
        self._group: GroupCommit[PendingCommand, CommandResult] = GroupCommit(
            self._carry_out, MOST_ACTS
        )

    @property
    def waiting(self) -> int:
        """How many commands wait for a transaction."""
        return len(self._group)

    def do(self, act: PendingCommand) -> CommandResult:
        """Carry out a command; returns once it is committed, or raises why it is not."""
        return self._group.do(act)

    def _carry_out(self, acts: Sequence[PendingCommand]) -> list[Outcome[CommandResult]]:
        outcomes: list[Outcome[CommandResult]] = []
        while len(outcomes) < len(acts):
            outcomes += self._together(acts[len(outcomes) :])
        return outcomes

    def _together(self, acts: Sequence[PendingCommand]) -> list[Outcome[CommandResult]]:
        """Commit the first of these, as many as fit into one transaction."""
        many = len(acts) > 1
        try:
            most = BATCH_BYTES if many else LARGEST_BYTES
            return self._store.transact(partial(self._run, acts, count()), most=most)
        except StoreUnavailableError as error:
            return [Outcome(None, error) for _ in acts]
        except TooMuchToWriteError as error:
            return self._together(acts[: len(acts) // 2]) if many else [Outcome(None, error)]
        except Exception as error:  # noqa: BLE001  the caller whose act it is gets it
            if len(acts) == 1:
                return [Outcome(None, error)]
            return [self._together([act])[0] for act in acts]

    def _run(
        self, acts: Sequence[PendingCommand], tries: Iterator[int], session: Session
    ) -> list[Outcome[CommandResult]]:
        if next(tries) == 0:
            session.assume_absent(IdempotencyRecord, [act.once.key for act in acts])
        self._read_ahead(session, acts)
        outcomes: list[Outcome[CommandResult]] = []
        room = MOST_BYTES
        for act in acts:
            before = session.mark()
            outcomes.append(self._one(session, act))
            room -= session.weight(before)
            if room < 0:
                break
        return outcomes

    def _one(self, session: Session, act: PendingCommand) -> Outcome[CommandResult]:
        before, fetches = session.mark(), session.fetches
        try:
            answered = self._answer(session, act)
        except Exception as error:
            if session.failure is not None:
                raise
            session.rollback_to(before)
            return self._refused(session, act, error)
        self._foresight.record_miss(act.cause.type, fell_short=session.fetches > fetches)
        return Outcome(answered)

    def _answer(self, session: Session, act: PendingCommand) -> CommandResult:
        once = act.once
        if (earlier := session.find(IdempotencyRecord, once.key)) is not None:
            return _again(earlier, once)
        uow = UnitOfWork(session, act.cause, self._place, self._clock())
        returned = act.handle(uow, act.message)
        answer = act.dump(returned)
        session.add(IdempotencyRecord(once.key, once.fingerprint, answer, uow.now))
        return CommandResult(answer, is_fresh=True, returned=returned)

    @staticmethod
    def _refused(session: Session, act: PendingCommand, error: Exception) -> Outcome[CommandResult]:
        """Tell why not, unless the request was answered before: what it asks for is done then."""
        earlier = session.refetch(IdempotencyRecord, act.once.key)
        try:
            return Outcome(_again(earlier, act.once)) if earlier else Outcome(None, error)
        except KeyReusedError as reused:
            return Outcome(None, reused)

    def _read_ahead(self, session: Session, acts: Sequence[PendingCommand]) -> None:
        """Read in a few queries what the acts of a group will ask for one by one."""
        if len(acts) == 1:
            return
        known = session.load(IdempotencyRecord, [act.once.key for act in acts])
        now = self._clock()

        def run(act: PendingCommand, probe: Session) -> None:
            act.handle(UnitOfWork(probe, act.cause, self._place, now), act.message)

        fresh = [act for act in acts if act.once.key not in known]
        runs = [Run(act.cause.type, act.cause.subject, partial(run, act)) for act in fresh]
        self._foresight.prefetch(session, runs)


def _again(earlier: IdempotencyRecord, once: IdempotencyKey) -> CommandResult:
    """Give the first answer to the same request; raises `KeyReusedError` for another one."""
    if earlier.fingerprint != once.fingerprint:
        raise KeyReusedError
    return CommandResult(earlier.body, is_fresh=False)
