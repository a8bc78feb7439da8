"""The parties of a case and whose turn it is, by the procedure's own table."""

from dataclasses import dataclass, replace

from services.casework.procedures.authorization import (
    OPENING,
    Matter,
    Standing,
    believe,
    marking_of,
    standing,
)
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.procedure import Position, Procedure
from services.casework.procedures.terms import Mark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Complexity, Step, Track
from services.coordination.clocks.heard import Heard, Seen

Views = dict[str, tuple[Seen, ...]]


@dataclass(frozen=True, slots=True)
class Turns:
    """Which steps of a case are in turn; `parties` are who refers it, to whom, on which track."""

    parties: tuple[str, ...]
    matter: Matter

    @classmethod
    def of(cls, parties: tuple[str, ...], views: Views) -> "Turns":
        """Read what a thread keeps."""
        table = _table(parties)
        found = {
            Organ(name): frozenset(_position(table, at) for at in seen)
            for name, seen in views.items()
        }
        return cls(parties, Matter(parties[0], POLICE_DEPARTMENT, found))

    @property
    def views(self) -> Views:
        """Write down what a thread keeps."""
        return {
            organ.value: tuple(sorted((_seen(at) for at in seen), key=repr))
            for organ, seen in self.matter.views.items()
        }

    def standing(self, told: Heard) -> Standing:
        """Tell whether a step is in turn, is not yet, or is not its teller's to take at all."""
        if told.said["handled_by"] != POLICE_DEPARTMENT or parties_of(told) != self.parties:
            return Standing.STRANGER
        return standing(
            _table(self.parties),
            self.matter,
            _step(told),
            told.by,
            told_by=told.publisher,
            marking=_marking(told),
        )

    def may_come(self, told: Heard, waiting: tuple[Heard, ...]) -> bool:
        """Tell whether steps of others may still bring a case to where this one is in turn.

        Steps of one teller arrive in their order: what it must do before is here, or is not done.
        """
        table, organ = _table(self.parties), self.matter.organ_of(told.by)
        voice = self.matter.organ_of(told.publisher)
        if organ is not voice or organ is None:
            return True
        states = {at.state for at in self.matter.views[organ]} or {table.received}
        own = {_step(at) for at in waiting if at.publisher == told.publisher}
        moves = [at for at in table.moves if at.organ is not organ or at.step in own]
        while more := {at.target for at in moves if at.target and at.sources & states} - states:
            states |= more
        lines = (at for at in table.of(_step(told)) if at.organ is organ)
        return any(at.sources & states for at in lines)

    def after(self, told: Heard) -> "Turns":
        """Take a step that is in turn."""
        matter = believe(
            _table(self.parties),
            self.matter,
            _step(told),
            told.by,
            told_by=told.publisher,
            marking=_marking(told),
        )
        return replace(self, matter=matter)


def is_step(told: Heard) -> bool:
    """Tell whether an event of a case is a step of its procedure, and not what goes beside it."""
    return "step" in told.said


def is_beside(told: Heard, parties: tuple[str, ...]) -> bool:
    """Tell whether what goes beside a procedure is told by the organ that handles this case."""
    between = told.said["referred_by"], told.said["handled_by"]
    return told.by == told.publisher == POLICE_DEPARTMENT and (
        not parties or between == parties[:2]
    )


def parties_of(told: Heard) -> tuple[str, ...]:
    """Tell between whom a step says that the case is, and on which track."""
    return told.said["referred_by"], told.said["handled_by"], told.said["track"]


def may_take(told: Heard) -> bool:
    """Tell whether a step is its teller's to take, whosever turn it is."""
    parties = parties_of(told)
    return Turns(parties, Matter(parties[0])).standing(told) is not Standing.STRANGER


def opens(told: Heard) -> bool:
    """Tell whether a step begins a case."""
    return _step(told) is OPENING[Track(told.said["track"])] and may_take(told)


def _table(parties: tuple[str, ...]) -> Procedure:
    return criminal_of(parties[0]) if Track(parties[2]) is Track.CRIMINAL else DETENTION


def _step(told: Heard) -> Step:
    return Step(told.said["step"])


def _marking(told: Heard) -> Mark | None:
    return marking_of(_step(told), Complexity(told.said["complexity"]))


def _position(table: Procedure, kept: Seen) -> Position:
    state = type(table.first)(kept.state)
    return Position(state, frozenset(Mark(mark) for mark in kept.marks))


def _seen(at: Position) -> Seen:
    return Seen(at.state.value, tuple(sorted(mark.value for mark in at.marks)))
