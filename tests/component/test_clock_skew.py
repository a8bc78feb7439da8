"""Clock skew between organs: how much an answer may seem to precede its question."""

from datetime import timedelta

import pytest
from clock_given import LAND, POLICE, SOIL, Office, at, step
from test_coordination_reactions import PAIRS

from services.casework.messages import ClueAccepted, ClueReported, Matter
from services.casework.steps.messages import Step
from services.coordination.clocks.states import ObligationState as State
from shared.testing.world import START, envelope_of

ASKED = at("10-09 11:00")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CLUE = ClueReported("c-1", Matter.FARM_INPUT, SOIL, LAND, "140727", "某某", START.date())
DAYS_APART = {
    "parcel": PAIRS[0][:2],
    "clue": (CLUE, ClueAccepted("c-1", SOIL)),
}


@pytest.fixture
def office():
    return Office()


def hears(office, rule, early):
    """Deliver the question after its answer; the answer is dated `early` before the question."""
    question, answer = DAYS_APART[rule]
    office.world.now = ASKED
    bring = office.department.deliver
    bring(envelope_of(answer, "e2", None, LAND, ASKED - early))
    bring(envelope_of(question, "e1", None, SOIL, ASKED))


@pytest.mark.parametrize("rule", sorted(DAYS_APART))
def test_what_cannot_be_answered_unasked_is_answered_though_the_asker_s_clock_is_ahead(
    office, rule
):
    hears(office, rule, 2 * HOUR)

    assert office.clock(rule).state is State.FULFILLED
    assert not office.clock(rule).late


@pytest.mark.parametrize("rule", sorted(DAYS_APART))
def test_an_answer_from_more_than_a_day_before_is_none(office, rule):
    hears(office, rule, DAY + MINUTE)

    assert office.clock(rule).state is not State.FULFILLED


@pytest.mark.parametrize(("early", "ended"), [(5 * MINUTE, True), (6 * MINUTE, False)])
def test_a_step_that_may_come_again_ends_a_clock_only_from_minutes_before(office, early, ended):
    """A receipt dated hours before may belong to an earlier transfer."""
    office.hears(step(Step.SENT, SOIL, "10-09 11:00"))
    receipt = step(Step.RECEIPTED, POLICE, (ASKED - early).strftime("%m-%d %H:%M"))

    office.hears(receipt)

    assert (office.clock("C4").state is State.FULFILLED) is ended
