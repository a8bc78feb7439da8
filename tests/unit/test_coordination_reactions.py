"""What one department owes another after an act: seen while it is missing, settled when it came."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from liandong.envelope import encode
from services.agriculture.reclamations.messages import ReclamationProposed
from services.casework.messages import ClueAccepted, ClueRejected, ClueReported, Matter
from services.coordination.reactions.domain import Reaction, ReactionState
from services.coordination.reactions.handlers import note_act
from services.coordination.reactions.required import RULES
from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
    LandHistoryReturned,
)
from services.environment.permits.messages import CancellationKind, PermitCancelled
from services.environment.plots.messages import (
    PlotDelisted,
    PlotRegistered,
    PlotSuspected,
    Suspicion,
)
from services.environment.surveys.messages import SurveySubmitted
from services.natural_resources.applications.messages import LandGateQueried, Procedure
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld, PlotUnfrozen
from services.natural_resources.parcels.messages import ParcelAnswered
from services.natural_resources.surveys.messages import OpinionGiven
from shared.catalog import department_names, partner_names, publishers_of
from shared.fields import SQUARE
from shared.land_use import LandUse
from shared.message import Classification, meta_of
from shared.received import Received
from shared.testing import START, World, envelope_of

DAY = date(2026, 10, 8)
PLOT = "140727-0003"
PERMIT = "91140100MA0HF4R239001P"
HOUSING = LandUse("planning-2023", "0701")
INDUSTRY = LandUse("planning-2023", "1001")
REGISTERED = PlotRegistered(
    PLOT, "祁县某某焦化厂地块", "140727", SQUARE, 14743.44, ("镉",), "晋环函〔2026〕某某号", DAY
)
FROZEN = PlotFrozen(PLOT, (), (), DAY)
QUERY = LandGateQueried(
    "a-1", "140727001001GB00012", "140727", SQUARE, Procedure.CHANGE_USE, INDUSTRY, HOUSING
)
CLUE = ClueReported(
    "c-1", Matter.FARM_INPUT, "environment", "agriculture", "140727", "使用禁用农药", DAY
)
PAIRS = [
    (
        PermitCancelled(
            PERMIT,
            CancellationKind.CANCELLED,
            "某某焦化有限公司",
            "91140100MA0HF4R239",
            "140727",
            PLOT,
            "企业关闭，生产终止",
            DAY,
        ),
        ParcelAnswered(PERMIT, PLOT),
        "plan.5",
    ),
    (
        PlotSuspected(PLOT, "地块", "140727", SQUARE, Suspicion.PERMIT_ENDED, DAY),
        PlotHeld(PLOT, (), DAY),
        "plan.8",
    ),
    (REGISTERED, FROZEN, "code.456"),
    (PlotDelisted(PLOT, "晋环函〔2026〕2号", DAY), PlotUnfrozen(PLOT, (), DAY), "code.461"),
    (
        SurveySubmitted("s-1", PLOT, "调查报告", "某某公司", "9f" * 32, DAY),
        OpinionGiven("s-1", PLOT, True, "与规划用途相符"),
        "code.454",
    ),
    (QUERY, GateCleared("a-1"), "code.456"),
    (QUERY, GateBlocked("a-1", GateReason.REGISTERED, (PLOT,)), "code.456"),
    (QUERY, GateDeferred("a-1", GateReason.SURVEY_DUE, (PLOT,)), "code.456"),
    (
        ReclamationProposed("r-1", "140727", SQUARE, True),
        LandHistoryReturned("r-1", True),
        "code.446",
    ),
    (CLUE, ClueAccepted("c-1", "environment"), "code.1083"),
    (CLUE, ClueRejected("c-1", "environment", "不属于本部门职责"), "code.1083"),
]


@pytest.fixture
def office():
    return World("coordination").coordination


def reactions(office):
    return office.store.all(Reaction)


def publisher(event):
    return "agriculture" if isinstance(event, ClueAccepted | ClueRejected) else None


def act(event, event_id, at=START):
    sender = "environment" if isinstance(event, ClueReported) else None
    return envelope_of(event, event_id, None, sender, at)


def answer(event, event_id, at=START, cause=None):
    return replace(envelope_of(event, event_id, None, publisher(event), at), causationid=cause)


def test_every_rule_pairs_fields_that_exist_and_names_its_basis():
    for rule in RULES:
        assert rule.act_key in {field.name for field in fields(rule.act)}
        for reply in rule.answers:
            assert rule.answer_key in {field.name for field in fields(reply)}
            known = {*department_names(), *partner_names()}
            assert (
                rule.owed_by.startswith("@") or {rule.owed_by} == set(publishers_of(reply)) & known
            )
        assert rule.basis
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_no_rule_waits_for_what_the_office_may_not_hear():
    heard = [kind for rule in RULES for kind in (rule.act, *rule.answers)]

    assert all(meta_of(kind).classification is not Classification.RESTRICTED for kind in heard)


@pytest.mark.parametrize(("asked", "given", "basis"), PAIRS)
def test_an_act_opens_what_is_owed_and_its_answer_settles_it(office, asked, given, basis):
    """[plan.5, plan.6, plan.8, code.446, code.454, code.456, code.461, code.1083]."""
    office.deliver(act(asked, "e1"))
    (owed,) = reactions(office)
    assert (owed.state, owed.answered_at) == (ReactionState.OPEN, None)
    assert basis in owed.basis

    office.deliver(answer(given, "e2", START + timedelta(minutes=1), cause="e1"))

    (owed,) = reactions(office)
    assert (owed.state, owed.answer_id) == (ReactionState.ANSWERED, "e2")
    assert owed.answered_at == START + timedelta(minutes=1)
    assert owed.answer_type == meta_of(given).type


@pytest.mark.parametrize(("asked", "given", "basis"), PAIRS)
def test_an_answer_that_arrives_before_its_act_is_held_and_matched(office, asked, given, basis):
    office.deliver(answer(given, "e2", START + timedelta(minutes=1)))
    assert reactions(office) == []

    office.deliver(act(asked, "e1"))

    (owed,) = reactions(office)
    assert (owed.state, owed.answer_id) == (ReactionState.ANSWERED, "e2")


def test_what_is_owed_names_debtor_and_actor_and_is_listed_by_state(office):
    office.deliver(act(CLUE, "e1"))

    (owed,) = office.page(Reaction, state=ReactionState.OPEN).items
    assert (owed.acted_by, owed.owed_by, owed.key) == ("environment", "agriculture", "c-1")
    assert owed.id == "e1:clue"
    assert office.page(Reaction, owed_by="agriculture").items == (owed,)
    assert office.page(Reaction, correlation="e1").items == (owed,)


def test_an_answer_about_another_plot_settles_nothing(office):
    office.deliver(act(REGISTERED, "e1"))

    office.deliver(answer(replace(FROZEN, plot_code="140728-0007"), "e2"))

    assert [at.state for at in reactions(office)] == [ReactionState.OPEN]


def test_an_answer_from_who_does_not_owe_it_settles_nothing(office):
    office.deliver(act(CLUE, "e1"))

    office.deliver(envelope_of(ClueAccepted("c-1", "environment"), "e2", 1, "natural_resources"))

    assert [at.state for at in reactions(office)] == [ReactionState.OPEN]


def test_an_old_answer_does_not_settle_a_new_act(office):
    """A plot registered again must be frozen again [code.456]."""
    office.deliver(act(REGISTERED, "e1"))
    office.deliver(answer(FROZEN, "e2", START + timedelta(minutes=1)))

    office.deliver(act(REGISTERED, "e3", START + timedelta(days=30)))

    assert {at.act_id: at.state for at in reactions(office)} == {
        "e1": ReactionState.ANSWERED,
        "e3": ReactionState.OPEN,
    }


def test_an_answer_that_tells_its_act_settles_that_one_only(office):
    later = START + timedelta(minutes=5)
    office.deliver(act(REGISTERED, "e1"), act(REGISTERED, "e3", START + timedelta(minutes=1)))

    office.deliver(answer(FROZEN, "e2", later, cause="e1"))

    assert {at.act_id: at.state for at in reactions(office)} == {
        "e1": ReactionState.ANSWERED,
        "e3": ReactionState.OPEN,
    }


def test_an_answer_by_a_clock_that_is_slow_still_settles_the_act_that_caused_it(office):
    office.deliver(act(REGISTERED, "e1"))

    office.deliver(answer(FROZEN, "e2", START - timedelta(seconds=3), cause="e1"))

    assert [at.state for at in reactions(office)] == [ReactionState.ANSWERED]


def test_the_first_answer_stays_the_answer(office):
    office.deliver(act(QUERY, "e1"))
    deferred = GateDeferred("a-1", GateReason.SURVEY_DUE, (PLOT,))
    office.deliver(answer(deferred, "e2", START + timedelta(minutes=1), cause="e1"))

    office.deliver(answer(GateCleared("a-1"), "e3", START + timedelta(days=60)))

    assert [at.answer_id for at in reactions(office)] == ["e2"]


def test_act_and_answer_that_arrive_at_the_same_moment_find_each_other(office):
    asked = act(REGISTERED, "e1")
    given = [answer(FROZEN, "e2", START + timedelta(minutes=1))]

    def note_while_the_answer_arrives(uow, _):
        note_act(uow, REGISTERED)
        while given:
            office.deliver(given.pop())

    office.desk.react((Received(asked, encode(asked)),), note_while_the_answer_arrives)

    assert [at.answer_id for at in reactions(office)] == ["e2"]


def test_act_and_answer_delivered_twice_are_one_reaction(office):
    office.deliver(act(REGISTERED, "e1"), answer(FROZEN, "e2"))
    once = office.snapshot()

    office.deliver(act(REGISTERED, "e1"), answer(FROZEN, "e2"))

    assert office.snapshot() == once
