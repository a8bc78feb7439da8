"""Proof that no case is lost: every reachable position of both procedures has a running clock.

The tables of the procedures are explored completely. The steps of the shortest way to each position
are fed to the clocks as the organs would publish them, and the fold computes which clocks run.
"""

import itertools
from collections import deque
from datetime import datetime, timedelta

import pytest
from clock_given import PROSECUTOR, at

from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.duties import duties_at
from services.casework.procedures.procedure import Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step, Track
from services.coordination.clocks.domain import EventThread
from services.coordination.clocks.evaluation.projection import clocks_of
from services.coordination.clocks.observed import ObservedEvent
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Expiry
from shared.calendar import latest

STEP_TAKEN = "casework.case.step_taken.v1"
POLICE = "public_security"
OPENING = {Track.CRIMINAL: Step.SUSPECTED, Track.DETENTION: Step.DRAFTED}
TOLD = {Step.NOTIFIED: Step.NOTICE_RECEIVED}
"""Steps that the department publishes automatically when it receives another organ's step."""

INVESTIGATED = CriminalState.FILED
"""Nothing is owed: notice served, items handed over, public security investigates.

Its periods are those of criminal procedure, outside the dealings of these organs; no text that was
read sets one, and a charge, a withdrawal or a non-prosecution ends this state.
"""

CASES = {
    "环保刑事": (criminal_of("environment"), "environment"),
    "其他刑事": (criminal_of("agriculture"), "agriculture"),
    "拘留": (DETENTION, "environment"),
}
every_procedure = pytest.mark.parametrize("name", CASES)


def ways(procedure):
    """Return the shortest way to each reachable position, as the moves that lead there."""
    first = Position(procedure.first)
    found, waiting = {first: ()}, deque([first])
    while waiting:
        here = waiting.popleft()
        for move in procedure.moves:
            if move.fits(here) and (there := move.leads(here)) not in found:
                found[there] = (*found[here], move)
                waiting.append(there)
    return found


def heard_along(procedure, department, way):
    """Return the observed events of a way, one hour apart."""
    names = {Organ.REFERRER: department, Organ.PUBLIC_SECURITY: POLICE}
    moments = (at("10-08 09:00") + timedelta(hours=n) for n in itertools.count())
    told = [(OPENING[procedure.track], department)]
    for move in way:
        told.append((move.step, names.get(move.organ, PROSECUTOR)))
        if move.step in TOLD:
            told.append((TOLD[move.step], department))
    return tuple(
        _heard(f"e{number:03}", step, by, moment, procedure.track, department)
        for number, ((step, by), moment) in enumerate(zip(told, moments, strict=False))
    )


def _heard(name: str, step: Step, by: str, moment: datetime, track: Track, department: str):
    said = {
        "step": step,
        "track": track,
        "taken_by": by,
        "referred_by": department,
        "handled_by": POLICE,
        "complexity": "一般",
        "approved_by_head": "false",
    }
    publisher = POLICE if by == PROSECUTOR else by
    return ObservedEvent(name, STEP_TAKEN, by, publisher, moment, None, "k", said)


def running(procedure, department, way):
    """Return the clocks that run at the end of a way and whose expiry would be a breach."""
    thread = EventThread("case:k-1", "case", "k-1", heard_along(procedure, department, way))
    return [
        clock
        for clock in clocks_of(thread, rulebook(), latest())
        if clock.end is None and clock.rule.expiry is Expiry.OVERDUE
    ]


def case_clocks(clocks):
    """Drop the clock for the entry into the sharing platform: it does not advance a case."""
    return [clock for clock in clocks if clock.rule.id != "C21"]


def rests(position) -> bool:
    """Tell whether a filed case is under investigation and nothing is owed between organs."""
    return position.state is INVESTIGATED and CaseMark.NOTICE_DUE not in position.marks


@every_procedure
def test_wherever_a_case_stands_a_clock_runs_or_it_has_its_final_receipt(name):
    procedure, department = CASES[name]
    holes = {}
    for position, way in ways(procedure).items():
        if procedure.is_final(position) or rests(position):
            continue
        if not case_clocks(running(procedure, department, way)):
            holes[position.state, tuple(sorted(position.marks))] = [move.step for move in way]

    assert holes == {}


@every_procedure
def test_whoever_owes_a_step_by_the_tables_owes_it_by_a_clock(name):
    """Each duty of each position has a running clock of the organ that the table names."""
    procedure, department = CASES[name]
    names = {Organ.REFERRER: department, Organ.PUBLIC_SECURITY: POLICE}
    holes = set()
    for position, way in ways(procedure).items():
        if procedure.is_final(position):
            continue
        clocks = running(procedure, department, way)
        for duty in duties_at(procedure, position):
            if duty.on is CaseMark.ITEMS_DUE and CaseMark.NOTICE_DUE in position.marks:
                continue  # it begins with the notice [17号 10], which has its own clock
            mine = [clock for clock in clocks if clock.owner == names[duty.organ]]
            ends = {
                value
                for obligation in mine
                for m in obligation.rule.fulfilled
                for value in m.where["step"]
            }
            if not ends & set(duty.ends):
                holes.add((duty.on, duty.clock, duty.organ))

    assert holes == set()
