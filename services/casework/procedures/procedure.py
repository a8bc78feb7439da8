"""What a procedure is made of: positions of a case, and the moves that the law allows from each."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step, Track
from shared.web import Role


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands: its state, and the marks that hold beside it."""

    state: StrEnum
    marks: frozenset[CaseMark] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a procedure: who may take a step, from where, with what effect.

    `target` None leaves the state as it is. `needs` must hold and `bars` must not; the step then
    `sets` and `clears` marks. `informed` are the other organs that learn of it,
    by a letter or only as a step without names; `unlike` names earlier steps that somebody else
    must have taken.
    """

    step: Step
    organ: Organ
    sources: frozenset[StrEnum]
    target: StrEnum | None
    basis: str
    roles: frozenset[Role] = frozenset()
    needs: frozenset[CaseMark] = frozenset()
    bars: frozenset[CaseMark] = frozenset()
    sets: frozenset[CaseMark] = frozenset()
    clears: frozenset[CaseMark] = frozenset()
    informed: frozenset[Organ] = frozenset()
    unlike: tuple[Step, ...] = ()

    def fits(self, at: Position, known: frozenset[CaseMark] = frozenset(CaseMark)) -> bool:
        """Tell whether it may be made from a position; marks outside `known` are not asked for."""
        lacking = (self.needs & known) - at.marks
        return at.state in self.sources and not lacking and not self.bars & at.marks

    def leads(self, at: Position) -> Position:
        """Tell where it leads."""
        return Position(self.target or at.state, (at.marks - self.clears) | self.sets)


@dataclass(frozen=True, slots=True)
class CaseProcedure:
    """A table of moves; what nobody may do is simply not in it."""

    track: Track
    first: StrEnum
    received: StrEnum
    moves: tuple[Move, ...]
    finals: frozenset[StrEnum]
    closing: CaseMark = CaseMark.CLOSED
    absent: dict[Step, str] = field(default_factory=dict)
    """Steps that this kind of case does not know, each with the reason."""

    def of(self, step: Step) -> tuple[Move, ...]:
        """List the lines of a step."""
        return tuple(move for move in self.moves if move.step is step)

    def is_final(self, at: Position) -> bool:
        """Tell whether nothing is left to do for anybody."""
        return at.state in self.finals or self.closing in at.marks
