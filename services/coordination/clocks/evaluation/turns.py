"""The parties of a case and whose turn it is, according to the table of the procedure."""

from dataclasses import dataclass, replace

from services.casework.procedures.authorization import (
    OPENING,
    Authorization,
    CaseViews,
    PublishedStep,
    apply_step,
    authorization_of,
    marking_of,
)
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.procedure import CaseProcedure, Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Complexity, Step, Track
from services.coordination.clocks.observed import ObservedEvent, SeenPosition

Views = dict[str, tuple[SeenPosition, ...]]


@dataclass(frozen=True, slots=True)
class Turns:
    """Which steps of a case are in turn; `parties` are who refers it, to whom, on which track."""

    parties: tuple[str, ...]
    case: CaseViews

    @classmethod
    def of(cls, parties: tuple[str, ...], views: Views) -> "Turns":
        """Load the turns from a stored thread."""
        table = _table(parties)
        found = {
            Organ(name): frozenset(_position(table, seen) for seen in kept)
            for name, kept in views.items()
        }
        return cls(parties, CaseViews(parties[0], POLICE_DEPARTMENT, found))

    @property
    def views(self) -> Views:
        """The views in the form that a thread stores."""
        return {
            organ.value: tuple(sorted((_seen(position) for position in positions), key=repr))
            for organ, positions in self.case.views.items()
        }

    def authorization(self, event: ObservedEvent) -> Authorization:
        """Return whether a step is in turn, not yet in turn, or never allowed to its publisher."""
        if event.said["handled_by"] != POLICE_DEPARTMENT or parties_of(event) != self.parties:
            return Authorization.STRANGER
        return authorization_of(_table(self.parties), self.case, _published(event))

    def may_come(self, event: ObservedEvent, waiting: tuple[ObservedEvent, ...]) -> bool:
        """Return whether steps of others may still bring the case to where this one is in turn.

        Steps of one publisher arrive in order: the steps it must take before this one are among the
        waiting ones, or were not taken.
        """
        table, organ = _table(self.parties), self.case.organ_of(event.by)
        if organ is None or organ is not self.case.organ_of(event.publisher):
            return True
        states = {position.state for position in self.case.views[organ]} or {table.received}
        own = {_step(other) for other in waiting if other.publisher == event.publisher}
        moves = [move for move in table.moves if move.organ is not organ or move.step in own]
        while (
            more := {move.target for move in moves if move.target and move.sources & states}
            - states
        ):
            states |= more
        lines = (move for move in table.of(_step(event)) if move.organ is organ)
        return any(move.sources & states for move in lines)

    def after(self, event: ObservedEvent) -> "Turns":
        """Apply a step that is in turn."""
        return replace(self, case=apply_step(_table(self.parties), self.case, _published(event)))


def is_step(event: ObservedEvent) -> bool:
    """Return whether an event of a case is a step of its procedure, rather than a side event."""
    return "step" in event.said


def is_beside(event: ObservedEvent, parties: tuple[str, ...]) -> bool:
    """Return whether a side event of a case was published by the organ that handles the case."""
    between = event.said["referred_by"], event.said["handled_by"]
    return event.by == event.publisher == POLICE_DEPARTMENT and (
        not parties or between == parties[:2]
    )


def parties_of(event: ObservedEvent) -> tuple[str, ...]:
    """Return the parties of the case according to a step, and the track."""
    return event.said["referred_by"], event.said["handled_by"], event.said["track"]


def is_authorized(event: ObservedEvent) -> bool:
    """Return whether a publisher may take a step at all, whosever turn it is."""
    parties = parties_of(event)
    found = Turns(parties, CaseViews(parties[0])).authorization(event)
    return found is not Authorization.STRANGER


def opens(event: ObservedEvent) -> bool:
    """Return whether a step opens a case."""
    return _step(event) is OPENING[Track(event.said["track"])] and is_authorized(event)


def _table(parties: tuple[str, ...]) -> CaseProcedure:
    return criminal_of(parties[0]) if Track(parties[2]) is Track.CRIMINAL else DETENTION


def _published(event: ObservedEvent) -> PublishedStep:
    step = _step(event)
    marking = marking_of(step, Complexity(event.said["complexity"]))
    return PublishedStep(step, event.by, event.publisher, marking)


def _step(event: ObservedEvent) -> Step:
    return Step(event.said["step"])


def _position(table: CaseProcedure, kept: SeenPosition) -> Position:
    state = type(table.first)(kept.state)
    return Position(state, frozenset(CaseMark(mark) for mark in kept.marks))


def _seen(position: Position) -> SeenPosition:
    return SeenPosition(position.state.value, tuple(sorted(mark.value for mark in position.marks)))
