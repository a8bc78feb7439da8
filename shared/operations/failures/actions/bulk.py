"""Bulk actions on a snapshot: each message once, in its own transaction."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson

from shared.delivery.records import OriginalMessage, Selection
from shared.errors import RejectedError, RetryableError
from shared.handling.audit import Intervention, append_entry
from shared.operations.failures.actions.context import ActionContext
from shared.operations.failures.actions.discard import discard_one
from shared.operations.failures.actions.edit import edit_one
from shared.operations.failures.actions.record import OperatorActionDraft
from shared.operations.failures.actions.retry import retry_one
from shared.operations.failures.commands import DiscardSnapshot, EditFailure, EditSnapshot
from shared.operations.failures.errors import AlreadyResolvedError, WaitsBehindError
from shared.operations.failures.selections import act_id, results_of, snapshot_of
from shared.operations.failures.views import ActionOutcome, GroupActed, Result
from shared.store.session import Session
from shared.store.store import Store
from shared.texts.error_text import describe_error

PATIENCE_S = 5.0
AT_A_TIME = 50

One = Callable[[ActionContext, Session, OperatorActionDraft, str], Result]
"""Acts on one failed message within a transaction."""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An action on each message of a group. `done` is the outcome of a message it has handled."""

    action: str
    one: One
    done: ActionOutcome
    mark: str = ""


class _UndoneError(Exception):
    """Carries the result out of a transaction that is rolled back."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


def retry_group(context: ActionContext, name: str, actor: str, why: str) -> GroupActed:
    """Retry a snapshot's messages for a few seconds; return the results and how many remain."""
    return _act(
        context, name, BulkAction("retry", retry_one, ActionOutcome.TOOK_EFFECT), actor, why
    )


def discard_group(context: ActionContext, command: DiscardSnapshot, actor: str) -> GroupActed:
    """Discard a snapshot's messages for a few seconds; return the results and how many remain."""
    deed = BulkAction("discard", discard_one, ActionOutcome.DISCARDED)
    if command.dry_run:
        return _dry_run(context, command.id, deed, actor, command.after)
    return _act(context, command.id, deed, actor, command.why)


def edit_group(context: ActionContext, command: EditSnapshot, actor: str) -> GroupActed:
    """Apply one patch to each event of a snapshot; a different patch is a separate action."""

    def one(
        context: ActionContext, session: Session, act: OperatorActionDraft, name: str
    ) -> Result:
        return edit_one(context, session, act, EditFailure(name, command.why, command.patch))

    written = orjson.dumps(command.patch, option=orjson.OPT_SORT_KEYS)
    mark = hashlib.sha256(written).hexdigest()[:12]
    deed = BulkAction("edit", one, ActionOutcome.TOOK_EFFECT, mark)
    if command.dry_run:
        return _dry_run(context, command.id, deed, actor, command.after)
    return _act(context, command.id, deed, actor, command.why)


def _act(context: ActionContext, name: str, deed: BulkAction, actor: str, why: str) -> GroupActed:
    """Continue after the last call; messages with a result are skipped."""
    store, snapshot = (
        context.department.store,
        snapshot_of(context.department.store, name),
    )
    act = _begin(context, name, deed, actor, why)
    known = results_of(store, act.id)
    left = [failure for failure in snapshot.ids if failure not in known]
    fresh: list[Result] = []
    try:
        for failure in _until_deadline(left):
            fresh.append(_done(context, deed, act, failure))
            if len(fresh) >= AT_A_TIME:
                _record(store, snapshot, act, fresh)
                fresh = []
    finally:
        _record(store, snapshot, act, fresh)
    results = results_of(store, act.id)
    return GroupActed(name, results, len(snapshot.ids) - len(results))


def _dry_run(
    context: ActionContext, name: str, deed: BulkAction, actor: str, after: str
) -> GroupActed:
    """Run the action on each message in a transaction that is rolled back; return the results."""
    ids = snapshot_of(context.department.store, name).ids
    left = ids[ids.index(after) + 1 :] if after in ids else ids
    act = _begin(context, name, deed, actor, "试算")

    def undone(session: Session, at: str) -> Result:
        raise _UndoneError(deed.one(context, session, act, at))

    told = {
        failure: _run_one(context, failure, undone).as_text for failure in _until_deadline(left)
    }
    return GroupActed(name, told, len(left) - len(told), dry_run=True)


def _begin(
    context: ActionContext, name: str, deed: BulkAction, actor: str, why: str
) -> OperatorActionDraft:
    named = act_id(name, deed.action)
    act = f"{named}-{deed.mark}" if deed.mark else named
    return OperatorActionDraft(act, deed.action, actor, why, context.department.clock())


def _until_deadline(names: "list[str] | tuple[str, ...]") -> Iterator[str]:
    deadline = time.monotonic() + PATIENCE_S
    for name in names:
        yield name
        if time.monotonic() > deadline:
            return


def _done(context: ActionContext, deed: BulkAction, act: OperatorActionDraft, name: str) -> Result:
    result = _run_one(
        context, name, lambda session, failure: deed.one(context, session, act, failure)
    )
    if result.outcome is not ActionOutcome.GONE:
        return result
    ours = context.department.store.read(
        OriginalMessage, f"{act.id}|{name}"
    )  # the earlier call was interrupted before it stored the result
    return Result(name, deed.done) if ours else result


def _run_one(context: ActionContext, name: str, work: Callable[[Session, str], Result]) -> Result:
    """Run one action in its transaction; a refusal is an ordinary result."""
    try:
        return context.transact(lambda session: work(session, name))
    except _UndoneError as undone:
        return undone.result
    except WaitsBehindError as error:
        return Result(name, ActionOutcome.WAITING, str(error))
    except AlreadyResolvedError as error:
        return Result(name, ActionOutcome.GONE, str(error))
    except RejectedError as error:
        return Result(name, ActionOutcome.REFUSED, str(error))
    except RetryableError:
        raise
    except Exception as error:  # noqa: BLE001  one unwritable message must not stop the others
        return Result(name, ActionOutcome.FAILED_AGAIN, describe_error(error))


def _record(
    store: Store, snapshot: Selection, act: OperatorActionDraft, results: list[Result]
) -> None:
    """Add results to the record; if two operators act concurrently, the successful result wins."""

    def work(session: Session) -> None:
        known = session.find(Intervention, act.id)
        told = dict(known.results) if known else {}
        for result in results:
            succeeded = result.outcome in (ActionOutcome.TOOK_EFFECT, ActionOutcome.DISCARDED)
            if result.id not in told or succeeded:
                told[result.id] = result.as_text
        first = known or Intervention(act.id, act.action, "", act.why, act.at, snapshot.ids)
        actors = "、".join(dict.fromkeys((*filter(None, first.actor.split("、")), act.actor)))
        append_entry(
            session,
            Intervention(first.id, first.action, actors, first.why, first.at, first.targets, told),
        )

    if results:
        store.transact(work)
