"""A case file: its state, its recorded steps, and the remote steps that wait; how steps apply."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from services.casework.messages import Material
from services.casework.procedures.own_steps import find_move
from services.casework.procedures.procedure import CaseProcedure, Position
from services.casework.procedures.remote_steps import RemoteStepFit, fit_remote_step
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step
from shared.errors import ForbiddenError
from shared.texts import fold, same
from shared.web import Role

DECISIONS = (Step.FILED, Step.NOT_FILED, Step.WITHDRAWN, Step.RECONSIDERATION_CHANGED)


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A step in a case file: who took it when, with its document and its text.

    `by` is the person or system; an `overtaken` step arrived too late to have an effect here.
    """

    step: Step
    organ: Organ
    by: str
    on: date
    at: datetime
    document_number: str | None = None
    words: str | None = None
    marking: CaseMark | None = None
    materials: tuple[Material, ...] = ()
    county: str | None = None
    handler: str | None = None
    about: str | None = None
    overtaken: bool = False

    def is_same_as(self, other: "RecordedStep") -> bool:
        """Return whether another message reported the same step."""
        return _identity(self) == _identity(other)


class ProcedureFile(Protocol):
    """A document that follows a procedure."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> StrEnum:
        """The state of the case."""

    @property
    def marks(self) -> tuple[CaseMark, ...]:
        """The marks beside the state."""

    @property
    def history(self) -> tuple[RecordedStep, ...]:
        """All steps, in the order in which they took effect here."""

    @property
    def early(self) -> tuple[RecordedStep, ...]:
        """Steps of others that arrived before the steps they follow."""


F = TypeVar("F", bound=ProcedureFile)
Effect = Callable[[F, RecordedStep], F]


def position_of(file: ProcedureFile) -> Position:
    """Return the position of a case: its state and its marks."""
    return Position(file.state, frozenset(file.marks))


def latest_step(file: ProcedureFile, *steps: Step) -> RecordedStep | None:
    """Return the latest recorded step among these, or None."""
    return next((taken for taken in reversed(file.history) if taken.step in steps), None)


def decision_of(file: ProcedureFile) -> str | None:
    """Return the number of the latest decision on filing in this file, or None."""
    decision = latest_step(file, *DECISIONS)
    return decision.document_number if decision else None


def answers_replaced_decision(file: ProcedureFile, remote: RecordedStep, listener: Organ) -> bool:
    """Return whether public security has replaced the decision that a step answers."""
    if listener is not Organ.PUBLIC_SECURITY or remote.about is None:
        return False
    return not same(remote.about, decision_of(file))


def record_own_step(
    procedure: CaseProcedure, file: F, taken: RecordedStep, role: Role | None = None
) -> F:
    """Record an own step, if the procedure allows it now and the person may take it.

    `role` is given where people of several roles take the same step at different times.
    """
    at = position_of(file)
    move = find_move(procedure, at, taken.step, taken.organ, role=role, marking=taken.marking)
    for step in move.unlike:
        earlier = latest_step(file, step)
        if earlier is not None and same(earlier.by, taken.by):
            raise ForbiddenError(f"“{step}”由您办理，“{taken.step}”须由另一人办理（{move.basis}）")
    return _with_step(file, move.leads(at), taken)


def record_remote_step(
    procedure: CaseProcedure, file: F, remote: RecordedStep, listener: Organ, effect: Effect[F]
) -> F:
    """Record a remote step and those that waited for it; a known step changes nothing.

    The same content may report another step, such as a second receipt after a case was forwarded: a
    step that fits now is new; one that does not fit and was reported before is known.
    """
    at = position_of(file)
    fit, _ = fit_remote_step(procedure, at, remote.step, remote.organ, listener, remote.marking)
    known = any(remote.is_same_as(other) for other in (*file.history, *file.early))
    if known and fit is not RemoteStepFit.FITS:
        return file
    return apply_waiting(procedure, replace(file, early=(*file.early, remote)), listener, effect)


def apply_waiting(procedure: CaseProcedure, file: F, listener: Organ, effect: Effect[F]) -> F:
    """Apply waiting steps that fit now or were overtaken, until only early ones are left."""
    at = position_of(file)
    for remote in file.early:
        fit, after = fit_remote_step(
            procedure, at, remote.step, remote.organ, listener, remote.marking
        )
        if answers_replaced_decision(file, remote, listener):
            fit, after = RemoteStepFit.OVERTAKEN, at
        if fit is RemoteStepFit.EARLY:
            continue
        rest = tuple(other for other in file.early if other is not remote)
        kept = replace(remote, overtaken=fit is RemoteStepFit.OVERTAKEN)
        moved = effect(_with_step(replace(file, early=rest), after, kept), kept)
        return apply_waiting(procedure, moved, listener, effect)
    return file


def _with_step(file: F, to: Position, taken: RecordedStep) -> F:
    return replace(
        file,
        state=to.state,
        marks=tuple(sorted(to.marks)),
        history=(*file.history, taken),
    )


def _identity(taken: RecordedStep) -> tuple[object, ...]:
    return (
        taken.step,
        taken.organ,
        taken.on,
        fold(taken.document_number or ""),
        fold(taken.words or ""),
        taken.marking,
        taken.county,
        taken.handler,
        tuple(material.sha256 for material in taken.materials),
    )
