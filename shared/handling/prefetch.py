"""Foresight: find out what handlers will read, to read it for a whole batch at once.

A handler that asks for a document which the session has not read yet is stopped there; what it
asked for is noted. Handlers only load, decide and save, so running one twice does no harm.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.store.reader import Stored
from shared.store.session import Session

MOST_ROUNDS = 4
TRUSTED_AFTER = 50
UNTRUSTED_FOR = 1_000_000


class _UnreadError(Exception):
    """A document that the session does not know yet was asked for."""


class Run(NamedTuple):
    """A handler with its event: `work` runs it in a session."""

    type: str
    subject: str
    work: Callable[[Session], None]


class _Known:
    """Answers a trial from what was read already, and notes what is missing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.missing: list[tuple[type[Any], str]] = []

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        """Give documents, or stop the run."""
        self.missing = [(kind, key) for key in keys if not self._session.knows(kind, key)]
        if self.missing:
            raise _UnreadError
        found = self._session.load(kind, keys)
        return {key: Stored(thing, 1) for key, thing in found.items()}

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:  # noqa: ARG002  the protocol's signature
        """Stop the run: a query cannot be foreseen."""
        raise _UnreadError

    def numbered(self, *_: Any) -> list[tuple[int, str]]:
        """Stop the run likewise."""
        raise _UnreadError


@dataclass(slots=True)
class _Habit:
    """What trials taught about a type of event: how often reading ahead pays, and what is first.

    Most handlers first read the document whose key is the event's subject. After enough trials that
    did, it is read without one. A wrong guess costs a query, never a wrong effect.
    """

    rounds: int = 1
    first: type[Any] | None = None
    agreed: int = 0

    @property
    def trusted(self) -> bool:
        """Tell whether a trial is not needed to know the first document."""
        return self.agreed >= TRUSTED_AFTER

    def note(self, kind: type[Any], *, is_subject: bool) -> None:
        """Learn from one trial."""
        agrees = is_subject and self.first in (None, kind)
        self.first, self.agreed = kind, self.agreed + 1 if agrees else -UNTRUSTED_FOR


class Prefetcher:
    """Reads ahead for batches, and learns what that takes."""

    def __init__(self) -> None:
        self._habits: dict[str, _Habit] = defaultdict(_Habit)

    def prefetch(self, session: Session, runs: Iterable[Run]) -> None:
        """Find out what the runs will read, and read it together."""
        rest = list(runs)
        for turn in range(MOST_ROUNDS):
            wanted: dict[type[Any], dict[str, None]] = defaultdict(dict)
            rest = [run for run in rest if self._asks(session, run, turn, wanted)]
            if not wanted:
                return
            for kind, keys in wanted.items():
                session.load(kind, keys)

    def _asks(
        self, session: Session, run: Run, turn: int, wanted: dict[type[Any], dict[str, None]]
    ) -> bool:
        """Add what a run misses; tell whether it may miss more after that."""
        habit = self._habits[run.type]
        if turn >= habit.rounds:
            return False
        if turn == 0 and habit.trusted and habit.first is not None:
            wanted[habit.first][run.subject] = None
            return True
        known = _Known(session)
        if not _stops(run.work, known):
            return False
        for kind, key in known.missing:
            wanted[kind][key] = None
            if turn == 0:
                habit.note(kind, is_subject=key == run.subject)
        return bool(known.missing)

    def record_miss(self, kind: str, *, fell_short: bool) -> None:
        """Look further ahead for a type of event whose handler still read one by one."""
        habit = self._habits[kind]
        if fell_short and habit.rounds < MOST_ROUNDS:
            habit.rounds += 1


def _stops(run: Callable[[Session], None], known: _Known) -> bool:
    """Run on trial; tell whether it stopped at a document that was not read yet."""
    trial = Session(known)
    try:
        run(trial)
    except _UnreadError:
        trial.failure = None  # it holds the frames that hold it: a heap of work for the collector
        return True
    except Exception:  # noqa: BLE001  a trial: the real run follows and meets the same error
        return False
    return False
