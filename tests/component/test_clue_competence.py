"""A returned clue is rerouted to a competent department; after two refusals the office decides."""

import pytest
from casework_given import DUMPING

from services.casework.clues import handlers as clues
from services.casework.clues.domain import Clue, ClueState
from services.casework.commands import AcceptClue, RejectClue
from services.casework.reports import handlers as reports
from services.casework.reports.domain import OwnReport
from services.casework.reports.messages import ClueCompetenceAsked, RerouteClue
from services.coordination.competence import handlers as competence
from services.coordination.competence.domain import CompetenceQuestion, QuestionState
from services.coordination.competence.messages import CompetenceDecided, DecideCompetence
from shared.errors import InvalidInputError, WrongStateError
from shared.testing.world import World

WHY = "不属于本部门职责"


@pytest.fixture
def world():
    return World(
        "environment", "natural_resources", "agriculture", "public_security", "coordination"
    )


def reported(world):
    clue = world.public_security.execute(reports.report_clue, DUMPING)
    world.run_until_idle()
    return clue.clue_id


def sent_back(world, clue, by):
    world.departments[by].execute(clues.reject_clue, RejectClue(clue, WHY))
    world.run_until_idle()


def rerouted(world, clue, to):
    world.public_security.execute(reports.reroute_clue, RerouteClue(clue, to, "涉及农用地"))
    world.run_until_idle()


def report(world, clue):
    return world.public_security.get(OwnReport, clue)


def test_a_clue_that_came_back_goes_to_another_department(world):
    """[code.1083]: the finder of a clue hands it to the competent department."""
    clue = reported(world)
    sent_back(world, clue, "environment")

    rerouted(world, clue, "natural_resources")

    assert world.natural_resources.get(Clue, clue).state is ClueState.AWAITING_ACCEPTANCE
    world.natural_resources.execute(clues.accept_clue, AcceptClue(clue))
    world.run_until_idle()
    assert report(world, clue).state is ClueState.ACCEPTED
    assert world.environment.get(Clue, clue).state is ClueState.REJECTED


@pytest.mark.parametrize("to", ["environment", "public_security", "某某局"])
def test_a_clue_does_not_go_to_who_refused_it_or_takes_on_none(world, to):
    clue = reported(world)
    sent_back(world, clue, "environment")

    with pytest.raises(InvalidInputError, match=r"to_department.*agriculture、natural_resources"):
        rerouted(world, clue, to)


def test_only_a_clue_that_came_back_is_rerouted(world):
    clue = reported(world)

    with pytest.raises(WrongStateError, match="待受理"):
        rerouted(world, clue, "agriculture")


def refused_twice(world):
    clue = reported(world)
    sent_back(world, clue, "environment")
    rerouted(world, clue, "natural_resources")
    sent_back(world, clue, "natural_resources")
    return clue


def test_after_two_refusals_the_office_is_asked_once(world):
    clue = refused_twice(world)

    (asked,) = world.public_security.published(ClueCompetenceAsked)
    assert asked.refused_by == ("environment", "natural_resources")
    assert world.coordination.get(CompetenceQuestion, clue).state is QuestionState.OPEN
    with pytest.raises(WrongStateError, match="提请领导小组办公室"):
        rerouted(world, clue, "agriculture")


def test_whom_the_office_names_takes_on_the_clue_and_cannot_send_it_back(world):
    clue = refused_twice(world)

    said = DecideCompetence(clue, "environment", "污染土壤由生态环境主管部门监督管理")
    world.coordination.execute(competence.decide_competence, said)
    world.run_until_idle()

    assert report(world, clue).competent == "environment"
    assert world.environment.get(Clue, clue).state is ClueState.AWAITING_ACCEPTANCE
    with pytest.raises(WrongStateError, match=r"确定.*由本部门办理"):
        world.environment.execute(clues.reject_clue, RejectClue(clue, WHY))
    world.environment.execute(clues.accept_clue, AcceptClue(clue))
    world.run_until_idle()
    assert report(world, clue).state is ClueState.ACCEPTED


def test_a_decision_that_comes_before_the_clue_binds_it_all_the_same(world):
    clue = refused_twice(world)
    decided = CompetenceDecided(clue, "public_security", "agriculture", DUMPING.found_on)
    world.agriculture.deliver_event(decided, publisher="coordination")

    world.coordination.execute(
        competence.decide_competence, DecideCompetence(clue, "agriculture", "涉及农用地")
    )
    world.run_until_idle()

    with pytest.raises(WrongStateError, match="不能退回"):
        world.agriculture.execute(clues.reject_clue, RejectClue(clue, WHY))


def test_the_office_decides_once_and_only_for_who_takes_on_clues(world):
    clue = refused_twice(world)

    with pytest.raises(InvalidInputError, match="competent"):
        world.coordination.execute(
            competence.decide_competence, DecideCompetence(clue, "public_security", "无")
        )
    world.coordination.execute(
        competence.decide_competence, DecideCompetence(clue, "agriculture", "涉及农用地")
    )
    with pytest.raises(WrongStateError, match="已于"):
        world.coordination.execute(
            competence.decide_competence, DecideCompetence(clue, "environment", "反复")
        )


def test_word_of_a_refusal_that_comes_twice_counts_once(world):
    clue = reported(world)
    sent_back(world, clue, "environment")
    once = report(world, clue)

    world.run_until_idle()

    assert report(world, clue) == once
    assert once.refused_by == ("environment",)
    assert once.reason == WHY
