"""Snapshots: a filter is resolved once into a stored list, and actions apply only to that."""

from shared.delivery.records import Selection
from shared.errors import NotFoundError
from shared.handling.audit import Intervention
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.failures.commands import FreezeFailures
from shared.operations.failures.query import FailureFilter, all_of, these
from shared.operations.failures.views import Failure, Frozen, Progress
from shared.store.store import Store


def matching(store: Store, command: FreezeFailures) -> tuple[Failure, ...]:
    """Return the messages for a snapshot: the given ids, or all that the filter matches."""
    return these(store, command.ids) if command.ids else all_of(store, FailureFilter.of(command))


def select(uow: UnitOfWork, command: FreezeFailures, found: tuple[Failure, ...]) -> Frozen:
    """Store the list of failed messages found; it never changes."""
    wanted = {} if command.ids else FailureFilter.of(command).to_texts()
    ids = tuple(failure.id for failure in found)
    made = Selection(uow.new_id(), wanted, uow.cause.actor, command.why, uow.now, ids)
    uow.add(made)
    return Frozen(made.id, found)


def snapshot_of(store: Store, name: str) -> Selection:
    """Return a snapshot; raises `NotFoundError` if there is none."""
    found = store.read(Selection, name)
    if found is None:
        raise NotFoundError("快照", name)
    return found


def act_id(snapshot: str, action: str) -> str:
    """Return the id of the intervention that records an action on a snapshot."""
    return snapshot if action == "retry" else f"{snapshot}-{action}"


def results_of(store: Store, act: str) -> dict[str, str]:
    """Return the results of an action so far, by message id."""
    known = store.read(Intervention, act)
    return dict(known.results) if known else {}


def progress_of(store: Store, name: str) -> Progress:
    """Return the content of a snapshot, and the results of its retry and its discard."""
    at = snapshot_of(store, name)
    retried, discarded = (results_of(store, act_id(name, act)) for act in ("retry", "discard"))
    told = retried | discarded
    return Progress(at.id, at.wanted, at.actor, at.why, at.at, at.ids, told)
