"""Who may take a step: who is party to a case, in which role, and whose turn it is.

A case is identified by its number and the department that referred it: the same number from another
department is another case. A department that receives all steps of a case, in any order, uses this
module to decide whether to accept one. Each party acts on what it knew, and messages cross: for
each organ all positions that it may have seen are stored, and a step is in turn if it was lawful in
one of them.
"""

from dataclasses import dataclass, field, replace
from enum import Enum

from services.casework.procedures.procedure import CaseProcedure, Position
from services.casework.procedures.remote_steps import RemoteStepFit, fit_remote_step
from services.casework.procedures.step_event import PROCURATORATE
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Complexity, Step, Track

OPENING = {Track.CRIMINAL: Step.SUSPECTED, Track.DETENTION: Step.DRAFTED}
"""The step that begins a case, by the department whose case it is; no table lists it."""

Views = dict[Organ, frozenset[Position]]


class Authorization(Enum):
    """Whether an organ may take a step.

    A step that is out of turn may come into turn when steps of others arrive; a step of a stranger
    never does.
    """

    PARTY = "party"
    OUT_OF_TURN = "out of turn"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class PublishedStep:
    """A step of a case: `by` took it, `told_by` published it.

    `marking` chooses between the lines of the table for one step; None for any.
    """

    step: Step
    by: str
    told_by: str
    marking: CaseMark | None = None


@dataclass(frozen=True, slots=True)
class CaseViews:
    """The parties of a case, and the positions that each may have seen; none before it began."""

    referred_by: str
    handled_by: str = POLICE_DEPARTMENT
    views: Views = field(default_factory=dict)

    def organ_of(self, name: str) -> Organ | None:
        """Return the side on which somebody is party; None for a stranger."""
        sides = {
            self.referred_by: Organ.REFERRER,
            self.handled_by: Organ.PUBLIC_SECURITY,
            PROCURATORATE: Organ.PROCURATORATE,
        }
        return sides.get(name)


def authorization_of(table: CaseProcedure, case: CaseViews, taken: PublishedStep) -> Authorization:
    """Return whether a step is accepted.

    A party may also report the procuratorate's steps, if the table says that this party is informed
    of them. Nobody else reports the steps of others.
    """
    organ, speaker = case.organ_of(taken.by), case.organ_of(taken.told_by)
    if organ is None or speaker is None or not _may_tell(table, taken.step, organ, speaker):
        return Authorization.STRANGER
    if taken.step is OPENING[table.track]:
        return Authorization.OUT_OF_TURN if case.views else Authorization.PARTY
    views = case.views.get(speaker, frozenset())
    fits = any(_leads(table, position, taken, organ, speaker) for position in views)
    return Authorization.PARTY if fits else Authorization.OUT_OF_TURN


def apply_step(table: CaseProcedure, case: CaseViews, taken: PublishedStep) -> CaseViews:
    """Apply a party's step to what each organ may have seen; only a step that is in turn."""
    if taken.step is OPENING[table.track]:
        start = frozenset({Position(table.first)})
        nothing: frozenset[Position] = frozenset()
        return replace(case, views={**dict.fromkeys(Organ, start), Organ.PUBLIC_SECURITY: nothing})
    organ, speaker = case.organ_of(taken.by), case.organ_of(taken.told_by)
    if organ is None or speaker is None:
        raise ValueError(f"{taken.by} is no party: ask for its authorization first")
    views = {
        viewer: _seen(table, case.views[viewer], taken, organ, viewer, acts=viewer is speaker)
        for viewer in Organ
    }
    return replace(case, views=views)


def refusal_reason(table: CaseProcedure, case: CaseViews, taken: PublishedStep) -> str:
    """Explain in Chinese why a step is not accepted, or not yet."""
    step, by, told_by = taken.step, taken.by, taken.told_by
    owners = owners_of(table, step)
    if not owners:
        return f"“{table.track}”程序中没有“{step}”这一步"
    if case.organ_of(by) not in owners:
        rightful = "、".join(sorted(owners))
        return f"“{step}”应由本案{rightful}办理，“{by}”无权办理"
    if case.organ_of(told_by) is None or told_by != by:
        return f"“{told_by}”无权代“{by}”告知“{step}”"
    return f"按程序，“{by}”此时还不能办理“{step}”：它所依据的前一步尚未收到"


def marking_of(step: Step, complexity: Complexity) -> CaseMark | None:
    """Return which move of a step is meant, by the complexity that was reported for the case."""
    if step is not Step.CHECK_EXTENDED:
        return None
    return CaseMark.MAJOR if complexity is Complexity.MAJOR else CaseMark.NEEDS_CHECK


def owners_of(table: CaseProcedure, step: Step) -> frozenset[Organ]:
    """Return the organs that may take a step at all."""
    if step is OPENING[table.track]:
        return frozenset({Organ.REFERRER})
    return frozenset(move.organ for move in table.of(step))


def _may_tell(table: CaseProcedure, step: Step, organ: Organ, speaker: Organ) -> bool:
    if organ not in owners_of(table, step):
        return False
    if speaker is organ or organ is not Organ.PROCURATORATE:
        return speaker is organ
    return any(speaker in move.informed for move in table.of(step) if move.organ is organ)


def _seen(
    table: CaseProcedure,
    views: frozenset[Position],
    taken: PublishedStep,
    organ: Organ,
    viewer: Organ,
    *,
    acts: bool,
) -> frozenset[Position]:
    """Return what an organ may have seen after a step: its actor has, the others may have."""
    led = frozenset(
        there for position in views for there in _leads(table, position, taken, organ, viewer)
    )
    if acts:
        return led | _unseen(table, views, taken, organ)
    arrived = {Position(table.received)} if taken.step is Step.SENT else set()
    return views | led | arrived


def _unseen(
    table: CaseProcedure, views: frozenset[Position], taken: PublishedStep, organ: Organ
) -> frozenset[Position]:
    """Return the positions that news may still lead the actor of a step to.

    Where the step is not lawful, its actor had not seen the news that leads there; it may see it
    later. A step that changes the state overtakes such news, one that only marks the case does not.
    """
    moves = [move for move in table.of(taken.step) if move.organ is organ and move.target is None]
    return frozenset(
        move.leads(position)
        for move in moves
        for position in views
        if not any(other.fits(position) for other in moves)
    )


def _leads(
    table: CaseProcedure, at: Position, taken: PublishedStep, organ: Organ, viewer: Organ
) -> tuple[Position, ...]:
    """Return where a step leads from a view: nowhere if it does not fit, or is not seen."""
    moves = tuple(
        move
        for move in table.of(taken.step)
        if move.organ is organ and (taken.marking is None or taken.marking in move.sets)
    )
    if viewer is organ:
        return tuple(move.leads(at) for move in moves if move.fits(at))[:1]
    if not any(viewer in move.informed for move in moves):
        return ()
    standing, there = fit_remote_step(table, at, taken.step, organ, viewer, taken.marking)
    return (there,) if standing is RemoteStepFit.FITS else ()
