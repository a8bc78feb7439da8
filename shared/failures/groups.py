"""Acts on a group: a filter is resolved once into a stored list; only that list is acted on."""

import time
from collections.abc import Iterator

from shared.errors import NotFoundError, RejectedError, RetryError
from shared.failed import Intervention, Snapshot
from shared.failures.bench import Bench
from shared.failures.errors import WaitsBehindError
from shared.failures.finding import Wanted, all_of, these
from shared.failures.messages import FreezeFailures
from shared.failures.recording import Act
from shared.failures.retrying import retry_one
from shared.failures.views import Failure, Frozen, GroupRetried, Outcome, Progress, Result
from shared.lanes import reason_of
from shared.session import Session
from shared.store import Store
from shared.uow import UnitOfWork

PATIENCE_S = 5.0
AT_A_TIME = 50


def matching(store: Store, command: FreezeFailures) -> tuple[Failure, ...]:
    """Find what a snapshot is to hold: the ids that are named, or all that the filter finds."""
    return these(store, command.ids) if command.ids else all_of(store, Wanted.of(command))


def freeze(uow: UnitOfWork, command: FreezeFailures, found: tuple[Failure, ...]) -> Frozen:
    """Write down which failed messages were found; the list never changes."""
    wanted = {} if command.ids else Wanted.of(command).told()
    ids = tuple(failure.id for failure in found)
    made = Snapshot(uow.new_id(), wanted, uow.cause.actor, command.why, uow.now, ids)
    uow.add(made)
    return Frozen(made.id, found)


def snapshot_of(store: Store, name: str) -> Snapshot:
    """Read a snapshot; `NotFoundError` names it."""
    found = store.read(Snapshot, name)
    if found is None:
        raise NotFoundError("快照", name)
    return found


def progress_of(store: Store, name: str) -> Progress:
    """Tell what a snapshot holds and what came of its retry."""
    at = snapshot_of(store, name)
    return Progress(at.id, at.wanted, at.actor, at.why, at.at, at.ids, _results(store, name))


def retry_group(bench: Bench, name: str, actor: str, why: str) -> GroupRetried:
    """Try what a snapshot lists, one by one, for a few seconds; tell how much is left.

    Each is tried in a transaction of its own, and once: a second call goes on where this one ends.
    """
    store = bench.desk.store
    snapshot = snapshot_of(store, name)
    act = Act(snapshot.id, "retry", actor, why, bench.desk.clock())
    done = _results(store, name)
    left = [at for at in snapshot.ids if at not in done]
    fresh: list[Result] = []
    try:
        for result in _tried(bench, act, left):
            fresh.append(result)
            if len(fresh) >= AT_A_TIME:
                _note(store, snapshot, act, fresh)
                fresh = []
    finally:
        _note(store, snapshot, act, fresh)
    results = _results(store, name)
    return GroupRetried(name, results, len(snapshot.ids) - len(results))


def _tried(bench: Bench, act: Act, names: list[str]) -> Iterator[Result]:
    deadline = time.monotonic() + PATIENCE_S
    for name in names:
        yield _try(bench, act, name)
        if time.monotonic() > deadline:
            return


def _try(bench: Bench, act: Act, name: str) -> Result:
    try:
        return bench.transact(lambda session: retry_one(bench, session, act, name))
    except WaitsBehindError as error:
        return Result(name, Outcome.WAITING, str(error))
    except RejectedError as error:
        return Result(name, Outcome.GONE, str(error))
    except RetryError:
        raise
    except Exception as error:  # noqa: BLE001  one that cannot be written must not stop the others
        return Result(name, Outcome.FAILED_AGAIN, reason_of(error))


def _note(store: Store, snapshot: Snapshot, act: Act, results: list[Result]) -> None:
    """Add results to the record; where two people tried at once, the one who succeeded counts."""

    def work(session: Session) -> None:
        known = session.find(Intervention, act.id)
        told = dict(known.results) if known else {}
        for result in results:
            if result.id not in told or result.outcome is Outcome.TOOK_EFFECT:
                told[result.id] = result.told
        first = known or Intervention(act.id, act.action, "", act.why, act.at, snapshot.ids)
        actors = dict.fromkeys((*filter(None, first.actor.split("、")), act.actor))
        session.save(
            Intervention(
                first.id,
                first.action,
                "、".join(actors),
                first.why,
                first.at,
                first.targets,
                told,
            )
        )

    if results:
        store.transact(work)


def _results(store: Store, name: str) -> dict[str, str]:
    known = store.read(Intervention, name)
    return dict(known.results) if known else {}
