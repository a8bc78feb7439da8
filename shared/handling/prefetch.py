"""Prefetch: dry-run handlers to learn which documents they load, then load them in bulk.

A dry run stops at the first document that the session has not loaded, and that document is
recorded. Handlers only load, decide and save, so running one twice does no harm.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.store.reader import Stored
from shared.store.session import Session

MAX_ROUNDS = 4
CONFIDENT_AFTER = 50
DOUBTED_FOR = 1_000_000


class _NotLoadedError(Exception):
    """A dry run needs a document that the session has not loaded."""


class DryRun(NamedTuple):
    """A message to dry-run: `work` runs its handler in a session."""

    type: str
    subject: str
    work: Callable[[Session], None]


class _RecordingReader:
    """Answers a dry run from loaded documents, and records the missing ones."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.missing: list[tuple[type[Any], str]] = []

    def fetch(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Stored]:
        """Return loaded documents, or stop the run if one is missing."""
        self.missing = [(kind, key) for key in keys if not self._session.is_loaded(kind, key)]
        if self.missing:
            raise _NotLoadedError
        found = self._session.load(kind, keys)
        return {key: Stored(thing, 1) for key, thing in found.items()}

    def select(self, kind: type[Any], wanted: dict[str, Any]) -> dict[str, Stored]:  # noqa: ARG002  the protocol's signature
        """Stop the run: the result of a query is not known in advance."""
        raise _NotLoadedError

    def keys_in_range(self, *_: Any) -> list[tuple[int, str]]:
        """Stop the run likewise."""
        raise _NotLoadedError


@dataclass(slots=True)
class _ReadPattern:
    """The read pattern of an event type: how many rounds of prefetch pay, and the first document.

    Most handlers first read the document whose key is the event's subject. After `CONFIDENT_AFTER`
    dry runs that did, it is loaded without one. A wrong guess costs a query, never a wrong effect.
    """

    rounds: int = 1
    first: type[Any] | None = None
    agreed: int = 0

    @property
    def is_confident(self) -> bool:
        """Return whether the first document is known without a dry run."""
        return self.agreed >= CONFIDENT_AFTER

    def learn(self, kind: type[Any], *, is_subject: bool) -> None:
        """Learn from one dry run."""
        agrees = is_subject and self.first in (None, kind)
        self.first, self.agreed = kind, self.agreed + 1 if agrees else -DOUBTED_FOR


class Prefetcher:
    """Prefetches for batches, and learns the read pattern of each event type."""

    def __init__(self) -> None:
        self._patterns: dict[str, _ReadPattern] = defaultdict(_ReadPattern)

    def prefetch(self, session: Session, runs: Iterable[DryRun]) -> None:
        """Find out which documents the runs will read, and load them in bulk."""
        rest = list(runs)
        for turn in range(MAX_ROUNDS):
            wanted: dict[type[Any], dict[str, None]] = defaultdict(dict)
            rest = [run for run in rest if self._misses(session, run, turn, wanted)]
            if not wanted:
                return
            for kind, keys in wanted.items():
                session.load(kind, keys)

    def _misses(
        self, session: Session, run: DryRun, turn: int, wanted: dict[type[Any], dict[str, None]]
    ) -> bool:
        """Add the documents that a run misses to `wanted`; return whether it may miss more then."""
        pattern = self._patterns[run.type]
        if turn >= pattern.rounds:
            return False
        if turn == 0 and pattern.is_confident and pattern.first is not None:
            wanted[pattern.first][run.subject] = None
            return True
        known = _RecordingReader(session)
        if not _dry_run(run.work, known):
            return False
        for kind, key in known.missing:
            wanted[kind][key] = None
            if turn == 0:
                pattern.learn(kind, is_subject=key == run.subject)
        return bool(known.missing)

    def record_miss(self, kind: str, *, fell_short: bool) -> None:
        """Add a round of prefetch for a type whose handler still read documents one by one."""
        pattern = self._patterns[kind]
        if fell_short and pattern.rounds < MAX_ROUNDS:
            pattern.rounds += 1


def _dry_run(run: Callable[[Session], None], known: _RecordingReader) -> bool:
    """Dry-run a handler; return whether it stopped at a document that is not loaded."""
    trial = Session(known)
    try:
        run(trial)
    except _NotLoadedError:
        trial.failure = None  # breaks a reference cycle with the frames of the traceback
        return True
    except Exception:  # noqa: BLE001  the real run follows and raises the same error
        return False
    return False
