"""What a file keeps of a case: where it stands, which steps brought it there, and what waits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from services.casework.messages import Material
from services.casework.procedures.own_steps import next_state
from services.casework.procedures.procedure import Position, Procedure
from services.casework.procedures.remote_steps import Standing, hear
from services.casework.procedures.vocabulary import Mark, Organ
from services.casework.steps.messages import Step
from shared.errors import ForbiddenError
from shared.texts import fold, same
from shared.web import Role

DECISIONS = (Step.FILED, Step.NOT_FILED, Step.WITHDRAWN, Step.RECONSIDERATION_CHANGED)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as a file keeps it: who took it when, with its document and its words.

    `by` is the person or system; `overtaken` tells that it came too late to have an effect here.
    """

    step: Step
    organ: Organ
    by: str
    on: date
    at: datetime
    document_number: str | None = None
    words: str | None = None
    marking: Mark | None = None
    materials: tuple[Material, ...] = ()
    county: str | None = None
    handler: str | None = None
    about: str | None = None
    overtaken: bool = False

    def is_same_as(self, other: "Taken") -> bool:
        """Tell whether another message told of the same step before."""
        return _told(self) == _told(other)


class File(Protocol):
    """A document that follows a procedure."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> StrEnum:
        """Where the case stands."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What holds beside the state."""

    @property
    def history(self) -> tuple[Taken, ...]:
        """All steps, in the order in which they took effect here."""

    @property
    def early(self) -> tuple[Taken, ...]:
        """Steps of others that came before what they follow."""


F = TypeVar("F", bound=File)
Effect = Callable[[F, Taken], F]


def position_of(file: File) -> Position:
    """Tell where a case stands by its file."""
    return Position(file.state, frozenset(file.marks))


def last(file: File, *steps: Step) -> Taken | None:
    """Find the latest of these steps."""
    return next((taken for taken in reversed(file.history) if taken.step in steps), None)


def decision_of(file: File) -> str | None:
    """Tell the number of the latest decision on filing that this file knows."""
    decision = last(file, *DECISIONS)
    return decision.document_number if decision else None


def is_about_another(file: File, told: Taken, listener: Organ) -> bool:
    """Tell whether public security has replaced the decision that somebody answers."""
    if listener is not Organ.PUBLIC_SECURITY or told.about is None:
        return False
    return not same(told.about, decision_of(file))


def act(procedure: Procedure, file: F, taken: Taken, role: Role | None = None) -> F:
    """Take a step of one's own, if the procedure allows it now and this person may.

    `role` is given where people of several roles take the same step at different times.
    """
    at = position_of(file)
    move = next_state(procedure, at, taken.step, taken.organ, role=role, marking=taken.marking)
    for step in move.unlike:
        earlier = last(file, step)
        if earlier is not None and same(earlier.by, taken.by):
            raise ForbiddenError(f"“{step}”由您办理，“{taken.step}”须由另一人办理（{move.basis}）")
    return _moved(file, move.leads(at), taken)


def note(procedure: Procedure, file: F, told: Taken, listener: Organ, effect: Effect[F]) -> F:
    """Note a step of another organ, and whatever waited for it; known news changes nothing.

    The same words may tell of another step, as a second receipt after a case was forwarded: what
    fits now is new, and what does not fit and was told before is known.
    """
    at = position_of(file)
    standing, _ = hear(procedure, at, told.step, told.organ, listener, told.marking)
    known = any(told.is_same_as(other) for other in (*file.history, *file.early))
    if known and standing is not Standing.FITS:
        return file
    return settle(procedure, replace(file, early=(*file.early, told)), listener, effect)


def settle(procedure: Procedure, file: F, listener: Organ, effect: Effect[F]) -> F:
    """Note what waited and fits now, or was overtaken, until only what is early is left."""
    at = position_of(file)
    for told in file.early:
        standing, after = hear(procedure, at, told.step, told.organ, listener, told.marking)
        if is_about_another(file, told, listener):
            standing, after = Standing.OVERTAKEN, at
        if standing is Standing.EARLY:
            continue
        rest = tuple(other for other in file.early if other is not told)
        kept = replace(told, overtaken=standing is Standing.OVERTAKEN)
        moved = effect(_moved(replace(file, early=rest), after, kept), kept)
        return settle(procedure, moved, listener, effect)
    return file


def _moved(file: F, to: Position, taken: Taken) -> F:
    return replace(
        file,
        state=to.state,
        marks=tuple(sorted(to.marks)),
        history=(*file.history, taken),
    )


def _told(taken: Taken) -> tuple[object, ...]:
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
