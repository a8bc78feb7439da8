"""Whether a step is its teller's to take: who is party to a case, in which role, whose turn it is.

A case is known by its number and the department that referred it: the same number from another
department is another case. Whoever hears all steps of a case, in any order, asks here whether to
believe one. Each party acts on what it knew, and letters cross: so for each organ all positions are
kept that it may have seen, and a step is in turn if it was lawful in one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from services.casework.procedures.hearing import Standing as Heard
from services.casework.procedures.hearing import hear
from services.casework.procedures.procedure import Move, Position, Procedure
from services.casework.procedures.terms import Mark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Complexity, Step, Track

PROCURATORATE = "procuratorate"
OPENING = {Track.CRIMINAL: Step.SUSPECTED, Track.DETENTION: Step.DRAFTED}
"""The step that begins a case, by the department whose case it is; no table lists it."""

Views = dict[Organ, frozenset[Position]]


class Standing(Enum):
    """How a step stands to who took it.

    What is out of turn may come into turn when steps of others arrive; a stranger's never does.
    """

    PARTY = "party"
    OUT_OF_TURN = "out of turn"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Matter:
    """The parties of a case, and the positions that each may have seen; none before it began."""

    referred_by: str
    handled_by: str = POLICE_DEPARTMENT
    views: Views = field(default_factory=dict)

    def organ_of(self, name: str) -> Organ | None:
        """Tell on which side somebody is party; None for a stranger."""
        sides = {
            self.referred_by: Organ.REFERRER,
            self.handled_by: Organ.PUBLIC_SECURITY,
            PROCURATORATE: Organ.PROCURATORATE,
        }
        return sides.get(name)


def standing(
    table: Procedure,
    matter: Matter,
    step: Step,
    by: str,
    *,
    told_by: str | None = None,
    marking: Mark | None = None,
) -> Standing:
    """Tell whether a step is to be believed: `by` took it, `told_by` (else `by`) tells of it.

    A party tells of the procuratorate's steps as well, if the table says that this party is told of
    them. Nobody else speaks for another.
    """
    organ = matter.organ_of(by)
    voice = organ if told_by is None else matter.organ_of(told_by)
    if organ is None or voice is None or not _may_tell(table, step, organ, voice):
        return Standing.STRANGER
    if step is OPENING[table.track]:
        return Standing.OUT_OF_TURN if matter.views else Standing.PARTY
    views = matter.views.get(voice, frozenset())
    fits = any(_leads(table, at, step, organ, voice, marking) for at in views)
    return Standing.PARTY if fits else Standing.OUT_OF_TURN


def believe(
    table: Procedure,
    matter: Matter,
    step: Step,
    by: str,
    *,
    told_by: str | None = None,
    marking: Mark | None = None,
) -> Matter:
    """Take a step of a party into what each organ may have seen; only one that is in turn."""
    if step is OPENING[table.track]:
        start = frozenset({Position(table.first)})
        nothing: frozenset[Position] = frozenset()
        return replace(
            matter, views={**dict.fromkeys(Organ, start), Organ.PUBLIC_SECURITY: nothing}
        )
    organ = matter.organ_of(by)
    voice = organ if told_by is None else matter.organ_of(told_by)
    if organ is None or voice is None:
        raise ValueError(f"{by} is no party: ask for its standing first")
    views = {
        each: _seen(table, matter.views[each], step, organ, each, marking, acts=each is voice)
        for each in Organ
    }
    return replace(matter, views=views)


def why_not(table: Procedure, matter: Matter, step: Step, by: str, told_by: str) -> str:
    """Say in Chinese why a step is not believed, or not yet."""
    organ = matter.organ_of(by)
    owners = owners_of(table, step)
    if not owners:
        return f"“{table.track}”程序中没有“{step}”这一步"
    if organ not in owners:
        rightful = "、".join(sorted(owners))
        return f"“{step}”应由本案{rightful}办理，“{by}”无权办理"
    if matter.organ_of(told_by) is None or told_by != by:
        return f"“{told_by}”无权代“{by}”告知“{step}”"
    return f"按程序，“{by}”此时还不能办理“{step}”：它所依据的前一步尚未收到"


def marking_of(step: Step, complexity: Complexity) -> Mark | None:
    """Tell which of the moves of a step is meant, by what was told of the case's complexity."""
    if step is not Step.CHECK_EXTENDED:
        return None
    return Mark.MAJOR if complexity is Complexity.MAJOR else Mark.NEEDS_CHECK


def owners_of(table: Procedure, step: Step) -> frozenset[Organ]:
    """Tell which organs may take a step at all."""
    if step is OPENING[table.track]:
        return frozenset({Organ.REFERRER})
    return frozenset(move.organ for move in table.of(step))


def _may_tell(table: Procedure, step: Step, organ: Organ, voice: Organ) -> bool:
    if organ not in owners_of(table, step):
        return False
    if voice is organ or organ is not Organ.PROCURATORATE:
        return voice is organ
    return any(voice in move.told for move in table.of(step) if move.organ is organ)


def _seen(
    table: Procedure,
    views: frozenset[Position],
    step: Step,
    organ: Organ,
    viewer: Organ,
    marking: Mark | None,
    *,
    acts: bool,
) -> frozenset[Position]:
    """Tell what an organ may have seen after a step: who acts has, the others may have."""
    led = frozenset(
        there for at in views for there in _leads(table, at, step, organ, viewer, marking)
    )
    if acts:
        return led
    arrived = {Position(table.received)} if step is Step.SENT else set()
    return views | led | arrived


def _leads(
    table: Procedure,
    at: Position,
    step: Step,
    organ: Organ,
    viewer: Organ,
    marking: Mark | None,
) -> tuple[Position, ...]:
    """Tell where a step leads as somebody sees it: nowhere if it does not fit, or is not seen."""
    moves = tuple(_moves(table, step, organ, marking))
    if viewer is organ:
        return tuple(move.leads(at) for move in moves if move.fits(at))[:1]
    if not any(viewer in move.told for move in moves):
        return ()
    heard, there = hear(table, at, step, organ, viewer, marking)
    return (there,) if heard is Heard.FITS else ()


def _moves(table: Procedure, step: Step, organ: Organ, marking: Mark | None) -> Iterator[Move]:
    for move in table.of(step):
        if move.organ is organ and (marking is None or marking in move.sets):
            yield move
