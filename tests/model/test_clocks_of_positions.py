"""Every reachable position of a case, with the clocks computed along the way to it.

An organ that owes a step has a running clock; an organ with a running clock can stop it; where
nothing is owed, there is a receipt or a decision, or the head must close the case.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.casework.procedures.criminal import ENVIRONMENTAL, GENERAL
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.duties import duties_at
from services.casework.procedures.procedure import Move, Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step, Track
from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Expiry
from shared.calendar import latest

pytestmark = pytest.mark.timeout(600)
EVENT = "casework.case.step_taken.v1"
BEGUN = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
POLICE, PROSECUTOR = "public_security", "procuratorate"
CASES = {
    "环保刑事": (ENVIRONMENTAL, "environment", Step.SUSPECTED),
    "其他刑事": (GENERAL, "agriculture", Step.SUSPECTED),
    "拘留": (DETENTION, "environment", Step.DRAFTED),
}
RECEIVED = {Step.NOTIFIED: Step.NOTICE_RECEIVED, Step.NOT_PROSECUTED: Step.NON_PROSECUTION_TOLD}
BESIDE = {"C21"}
"""Rules of entries that each organ makes for itself at any time, independent of the case."""

C, D = CriminalState, DetentionState
RECEIPTS = {C.REFUSED, C.FILED, C.CHARGED, D.REFUSED}
"""States in which nothing is owed: the organ has the decision in writing."""


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest sequence of moves to a position."""

    at: Position
    moves: tuple[Move, ...]


def ways(procedure) -> list[Way]:
    """Return one way to each reachable position."""
    first = Way(Position(procedure.first), ())
    found, waiting = {first.at: first}, [first]
    for way in waiting:
        for move in procedure.moves:
            if move.fits(way.at) and (there := move.leads(way.at)) not in found:
                found[there] = Way(there, (*way.moves, move))
                waiting.append(found[there])
    return list(found.values())


def onward(procedure) -> list[Way]:
    """Return all ways, and each way extended by every move that changes the state."""
    found = ways(procedure)
    further = [
        Way(move.leads(way.at), (*way.moves, move))
        for way in found
        for move in procedure.moves
        if move.target is not None and move.fits(way.at)
    ]
    return [*found, *further]


def running(way: Way, department: str, opening: Step, track: Track):
    """Return the clocks that run at the end of a way, each with its owner."""
    steps = [(opening, Organ.REFERRER)]
    for move in way.moves:
        steps.append((move.step, move.organ))
        if move.step in RECEIVED:  # published by the department that received it
            steps.append((RECEIVED[move.step], _who_receives(move)))
    heard = tuple(
        _heard(number, step, organ, department, track, way)
        for number, (step, organ) in enumerate(steps)
    )
    clocks = clocks_of(EventThread("case:k", "case", "k", heard), rulebook(), latest())
    return [clock for clock in clocks if clock.end is None]


def _who_receives(move: Move) -> Organ:
    return Organ.REFERRER if move.step is Step.NOTIFIED else Organ.PROCURATORATE


def _heard(number, step, organ, department, track, way) -> ObservedEvent:
    by = organ_name(organ, department)
    complexity = "重大复杂" if CaseMark.MAJOR in way.at.marks else "需进一步核查"
    said = {
        "step": step.value,
        "track": track.value,
        "referred_by": department,
        "handled_by": POLICE,
        "complexity": complexity if step is Step.CHECK_EXTENDED else "一般",
        "approved_by_head": "true",
    }
    at = BEGUN + timedelta(hours=number)
    return ObservedEvent(f"e{number:03}", EVENT, by, by, at, None, "c", said)


def organ_name(organ: Organ, department: str) -> str:
    """Return the name by which clocks identify an organ as owner."""
    return {Organ.REFERRER: department, Organ.PUBLIC_SECURITY: POLICE}.get(organ, PROSECUTOR)


@pytest.mark.parametrize("name", CASES)
def test_whoever_owes_a_step_has_its_clock_running_against_him(name):
    """Promise P6: the clock has the rule that the duty names and the organ that owes as owner."""
    procedure, department, opening = CASES[name]

    silent = [
        (way.at, duty)
        for way in ways(procedure)
        if not procedure.is_final(way.at)
        for duty in duties_at(procedure, way.at)
        if not _is_timed(way, duty, department, opening, procedure.track)
    ]

    assert silent == []


def _is_timed(way, duty, department, opening, track) -> bool:
    clocks = running(way, department, opening, track)
    if duty.clock == "C11" and CaseMark.NOTICE_DUE in way.at.marks:
        return any(clock.rule.id == "C10" for clock in clocks)  # the items wait for the notice
    return any(
        clock.rule.id == duty.clock
        and clock.owner == organ_name(duty.organ, department)
        and clock.rule.expiry is Expiry.OVERDUE
        and clock.due_at is not None
        for clock in clocks
    ) or _stands_still(way, duty, clocks)


def _stands_still(way, duty, clocks) -> bool:
    """Tell whether a clock is paused for a supplement whose own clock runs [D]."""
    paused = any(clock.rule.id == duty.clock and clock.due_at is None for clock in clocks)
    return paused and any(clock.rule.id == "C6" and clock.due_at is not None for clock in clocks)


@pytest.mark.parametrize("name", CASES)
def test_whoever_has_a_clock_running_against_him_can_stop_it_now(name):
    """Otherwise the organ would be reported overdue for an act that the procedure forbids."""
    procedure, department, opening = CASES[name]

    hopeless = {
        (clock.rule.id, way.at.state)
        for way in onward(procedure)
        for clock in running(way, department, opening, procedure.track)
        if clock.rule.expiry is Expiry.OVERDUE and clock.rule.id not in BESIDE
        if not _can_stop(clock, way, procedure, department)
    }

    assert hopeless == set()


def _can_stop(clock, way, procedure, department) -> bool:
    answers = {step for match in clock.rule.fulfilled for step in match.where["step"]}
    for move in procedure.moves:
        if move.step in answers and organ_name(move.organ, department) == clock.owner:
            at = _once_others_did(move, way.at, procedure)
            if move.fits(at) or _fits_after(move, at, procedure):
                return True
    return False


def _once_others_did(move: Move, at: Position, procedure) -> Position:
    """Drop the marks that bar the move and are owed by another organ, whose own clock runs."""
    theirs = {duty.on for duty in duties_at(procedure, at) if duty.organ is not move.organ}
    return Position(at.state, at.marks - (move.bars & theirs))


def _fits_after(move: Move, at: Position, procedure) -> bool:
    """Tell whether the move fits after one or two earlier moves of its organ, as signatures do."""
    before = [one for one in procedure.moves if one.organ is move.organ and one.fits(at)]
    after = [one.leads(at) for one in before]
    further = [
        one.leads(there)
        for there in after
        for one in procedure.moves
        if one.organ is move.organ and one.fits(there)
    ]
    return any(move.fits(there) for there in (*after, *further))


@pytest.mark.parametrize("name", CASES)
def test_a_case_in_which_nobody_owes_anything_has_its_receipt_or_must_be_closed(name):
    procedure, department, opening = CASES[name]

    forgotten = {
        way.at
        for way in ways(procedure)
        if not procedure.is_final(way.at) and not duties_at(procedure, way.at)
        if way.at.state not in RECEIPTS
        if not any(
            clock.rule.id in ("closing", "detention-closing")
            for clock in running(way, department, opening, procedure.track)
        )
    }

    assert forgotten == set()
