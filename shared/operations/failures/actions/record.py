"""Record of an operator action: actor, time, reason, targets, results, original messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.delivery.records import OriginalMessage, ParkedEvent, QuarantinedMessage
from shared.handling.audit import Intervention, append_entry
from shared.handling.unit_of_work import UnitOfWork
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.views import Result
from shared.store.session import Session


@dataclass(frozen=True, slots=True)
class OperatorActionDraft:
    """One action of one operator; stored as an `Intervention` once its results are known."""

    id: str
    action: str
    actor: str
    why: str
    at: datetime

    def record(self, session: Session, targets: Sequence[str], results: Sequence[Result]) -> None:
        """Store the action with its results."""
        told = {result.id: result.as_text for result in results}
        act = Intervention(
            self.id, self.action, self.actor, self.why, self.at, tuple(targets), told
        )
        append_entry(session, act)

    def store_parked(self, session: Session, parked: ParkedEvent, name: str, reason: str) -> None:
        """Store a copy of a parked event with its signature."""
        kept = OriginalMessage(
            f"{self.id}|{name}",
            name,
            self.id,
            FailureKind.LANE.value,
            reason,
            parked.body,
            parked.headers,
            "",
            "",
            parked.at,
            parked.mended,
        )
        session.save(kept)

    def release(self, session: Session, kept: QuarantinedMessage) -> None:
        """Remove a message from the quarantine, storing a copy with all metadata."""
        name = id_of(FailureKind.QUARANTINE, kept.id)
        session.save(
            OriginalMessage(
                f"{self.id}|{name}",
                name,
                self.id,
                kept.kind,
                kept.reason,
                kept.body,
                kept.headers,
                kept.exchange,
                kept.routing_key,
                kept.at,
                exact_headers=kept.exact_headers,
                size=kept.size,
                sha256=kept.sha256,
            )
        )
        session.remove(kept)


def act_of(uow: UnitOfWork, action: str, why: str) -> OperatorActionDraft:
    """Create the draft of an action that a command requests."""
    return OperatorActionDraft(uow.new_id(), action, uow.cause.actor, why, uow.now)
