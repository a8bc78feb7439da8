"""All interleavings of the organs' acts and deliveries: after all deliveries both files agree.

Messages between two organs keep their order, as the platform guarantees; a few may be in flight at
once. A message about a decision that public security has since replaced is stale.
"""

from dataclasses import dataclass, replace

import pytest

from services.casework.procedures.case_file import DECISIONS
from services.casework.procedures.criminal import GENERAL
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.procedure import Position
from services.casework.procedures.remote_steps import RemoteStepFit, fit_remote_step, known_to
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step

REFERRER, POLICE, PROSECUTOR = Organ
ANSWERS = (Step.ITEMS_HANDED, Step.RECONSIDERATION_REQUESTED)
BESIDE = {Step.CONSULTED, Step.CONSULTATION_ANSWERED, Step.ENTERED, Step.CHECK_EXTENDED}
HERS = {CaseMark.CLOSED}


@dataclass(frozen=True, slots=True)
class Affair:
    """Both files of a case and the messages in flight: steps, and whether they are stale."""

    ours: Position
    theirs: Position
    to_police: tuple[tuple[Step, bool], ...] = ()
    to_referrer: tuple[Step, ...] = ()
    from_prosecutor: tuple[Step, ...] = ()

    @property
    def is_settled(self):
        return not (self.to_police or self.to_referrer or self.from_prosecutor)


def what_may_follow(procedure, affair, most):
    for move in procedure.moves:
        if move.step in BESIDE:
            continue
        if move.organ is REFERRER and move.fits(affair.ours):
            yield from referrer_acts(move, affair, most)
        elif move.organ is POLICE and move.fits(affair.theirs):
            yield from police_act(move, affair, most)
        elif move.organ is PROSECUTOR and move.fits(affair.theirs):
            yield from prosecutor_acts(procedure, move, affair, most)
    yield from letters_read(procedure, affair)


def referrer_acts(move, affair, most):
    stale = move.step in ANSWERS and any(step in DECISIONS for step in affair.to_referrer)
    told = ((move.step, stale),) if POLICE in move.informed else ()
    if len(affair.to_police) < most:
        yield replace(affair, ours=move.leads(affair.ours), to_police=affair.to_police + told)


def police_act(move, affair, most):
    if len(affair.to_referrer) == most:
        return
    replaced = move.step in DECISIONS
    yield replace(
        affair,
        theirs=move.leads(affair.theirs),
        to_referrer=affair.to_referrer + ((move.step,) if REFERRER in move.informed else ()),
        to_police=tuple(
            (step, stale or (replaced and step in ANSWERS)) for step, stale in affair.to_police
        ),
    )


def prosecutor_acts(procedure, move, affair, most):
    if POLICE not in move.informed or len(affair.from_prosecutor) == most:
        return
    _, theirs = fit_remote_step(procedure, affair.theirs, move.step, PROSECUTOR, POLICE)
    told = (move.step,) if REFERRER in move.informed else ()
    yield replace(affair, theirs=theirs, from_prosecutor=affair.from_prosecutor + told)


def letters_read(procedure, affair):
    if affair.to_police:
        (step, stale), *rest = affair.to_police
        standing, theirs = fit_remote_step(procedure, affair.theirs, step, REFERRER, POLICE)
        assert standing is not RemoteStepFit.EARLY
        read = affair.theirs if stale else theirs
        yield replace(affair, theirs=read, to_police=tuple(rest))
    for name, writer in (("to_referrer", POLICE), ("from_prosecutor", PROSECUTOR)):
        if letters := getattr(affair, name):
            standing, ours = fit_remote_step(procedure, affair.ours, letters[0], writer, REFERRER)
            if (
                standing is not RemoteStepFit.EARLY
            ):  # else it waits for the other publisher's messages
                yield replace(affair, ours=ours, **{name: letters[1:]})


@pytest.mark.parametrize(
    ("procedure", "sent", "most"),
    [(GENERAL, CriminalState.SENT, 2), (DETENTION, DetentionState.SENT, 3)],
    ids=["criminal", "detention"],
)
def test_wherever_nothing_is_on_the_way_both_files_say_the_same(procedure, sent, most):
    shared = known_to(procedure, REFERRER) & known_to(procedure, POLICE) - HERS
    start = Affair(Position(sent), Position(sent))
    seen, waiting = {start}, [start]
    while waiting:
        affair = waiting.pop()
        if affair.is_settled:
            assert affair.ours.state == affair.theirs.state, affair
            assert affair.ours.marks & shared == affair.theirs.marks & shared, affair
        for after in what_may_follow(procedure, affair, most):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    assert len(seen) > 50
    assert {case.ours.state for case in seen} <= set(type(sent))
