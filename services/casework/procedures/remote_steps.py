"""Classify a step that another organ reports: it fits, arrived early, or was overtaken."""

from collections.abc import Iterator
from enum import Enum

from services.casework.procedures.procedure import CaseProcedure, Move, Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step
from shared.errors import NotYoursError


class RemoteStepFit(Enum):
    """How a reported step fits the state of the case file here."""

    FITS = "fits"
    EARLY = "early"
    OVERTAKEN = "overtaken"


def fit_remote_step(
    procedure: CaseProcedure,
    at: Position,
    step: Step,
    organ: Organ,
    listener: Organ,
    marking: CaseMark | None = None,
) -> tuple[RemoteStepFit, Position]:
    """Classify a step of another organ, and return the position that it leads to.

    It was lawful where it was taken, so only what the receiving organ can know is checked. A step
    that does not fit is early if others may still bring the case to where it fits; if only the
    receiver's own acts could, it was overtaken by what the receiver did meanwhile.
    """
    own = [move for move in procedure.of(step) if move.organ is organ]
    if organ is listener or not own:
        raise NotYoursError(f"“{step}”不是{organ}可以办理的步骤，请核实消息的来源")
    known = known_to(procedure, listener)
    moves = [move for move in own if marking is None or marking in move.sets]
    if move := _fitting(moves, at, known):
        return RemoteStepFit.FITS, move.leads(at)
    for other in _others_lead(procedure, at, listener, known):
        if _fitting(moves, other, known):
            return RemoteStepFit.EARLY, at
    return RemoteStepFit.OVERTAKEN, at


def known_to(procedure: CaseProcedure, listener: Organ) -> frozenset[CaseMark]:
    """List the marks that an organ knows: those it sets or is informed of."""
    return frozenset(
        mark for move in procedure.moves if _reaches(move, listener) for mark in move.sets
    )


def _reaches(move: Move, listener: Organ) -> bool:
    return listener is move.organ or listener in move.informed


def _fitting(moves: list[Move], at: Position, known: frozenset[CaseMark]) -> Move | None:
    return next(
        (
            move
            for move in moves
            if at.state in move.sources and not (move.needs & known) - at.marks
        ),
        None,
    )


def _others_lead(
    procedure: CaseProcedure, start: Position, listener: Organ, known: frozenset[CaseMark]
) -> Iterator[Position]:
    """List the positions that others may lead a case to without an act of the receiving organ."""
    others = [
        candidate
        for candidate in procedure.moves
        if candidate.organ is not listener and _reaches(candidate, listener)
    ]
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        yield at
        for move in others:
            if move.fits(at, known) and (there := move.leads(at)) not in seen:
                seen.add(there)
                waiting.append(there)
