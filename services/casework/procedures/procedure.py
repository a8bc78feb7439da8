"""The elements of a procedure: positions of a case, and the moves that the law allows from each."""

from dataclasses import dataclass, field
from enum import StrEnum

from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step, Track
from shared.web import Role


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a case: its state, and its marks."""

    state: StrEnum
    marks: frozenset[CaseMark] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a procedure: who may take a step, from where, with what effect.

    `target` None leaves the state unchanged. `needs` must hold and `bars` must not; the step then
    `sets` and `clears` marks. `informed` are the other organs that are informed, by a letter or
    only by a step without names; `unlike` names earlier steps that another person must have taken.
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
        """Return whether the move fits a position; marks outside `known` are not checked."""
        lacking = (self.needs & known) - at.marks
        return at.state in self.sources and not lacking and not self.bars & at.marks

    def leads(self, at: Position) -> Position:
        """Return the position that the move leads to."""
        return Position(self.target or at.state, (at.marks - self.clears) | self.sets)


@dataclass(frozen=True, slots=True)
class CaseProcedure:
    """A table of moves; what nobody may do is absent from it."""

    track: Track
    first: StrEnum
    received: StrEnum
    moves: tuple[Move, ...]
    finals: frozenset[StrEnum]
    closing: CaseMark = CaseMark.CLOSED
    absent: dict[Step, str] = field(default_factory=dict)
    """Steps that do not exist in this kind of case, each with the reason."""

    def of(self, step: Step) -> tuple[Move, ...]:
        """List the lines of a step."""
        return tuple(move for move in self.moves if move.step is step)

    def is_final(self, at: Position) -> bool:
        """Return whether nobody has anything left to do."""
        return at.state in self.finals or self.closing in at.marks
