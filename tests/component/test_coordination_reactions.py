"""Reactions that departments owe after an act: missing while pending, settled by the answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from liandong.envelope import encode
from services.agriculture.reclamations.messages import (
    ReclamationProposed,
    ReclamationReviewed,
    ReclamationReviewRequired,
)
from services.casework.messages import ClueAccepted, ClueRejected, ClueReported, Matter
from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.handlers import note_event
from services.coordination.clocks.states import ObligationState
from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
    LandHistoryReturned,
)
from services.environment.permits.messages import CancellationKind, PermitCancelled
from services.environment.plots.messages import PlotSuspected, Suspicion
from services.environment.register.messages import PlotDelisted, PlotRegistered
from services.environment.surveys.messages import SurveySubmitted
from services.natural_resources.applications.messages import (
    ApprovalReviewed,
    ApprovalReviewRequired,
    LandGateQueried,
    Procedure,
    ReviewOutcome,
)
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld, PlotUnfrozen
from services.natural_resources.parcels.messages import ParcelAnswered
from services.natural_resources.surveys.messages import OpinionGiven
from shared.delivery.inbox.event import InboundEvent
from shared.messages.declare import meta_of
from shared.testing.world import START, World, envelope_of
from shared.vocabulary.fields import EXAMPLE_AREA
from shared.vocabulary.land_use import LandUse

DAY = date(2026, 10, 8)
PLOT = "140727-0003"
PERMIT = "91140100MA0HF4R239001P"
HOUSING = LandUse("planning-2023", "0701")
INDUSTRY = LandUse("planning-2023", "1001")
REGISTERED = PlotRegistered(
    PLOT,
    "祁县某某焦化厂地块",
    "140727",
    EXAMPLE_AREA,
    14743.44,
    ("镉",),
    "晋环函〔2026〕某某号",
    DAY,
)
FROZEN = PlotFrozen(PLOT, (), (), DAY)
QUERY = LandGateQueried(
    "a-1", "140727001001GB00012", "140727", EXAMPLE_AREA, Procedure.CHANGE_USE, INDUSTRY, HOUSING
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
        PlotSuspected(PLOT, "地块", "140727", EXAMPLE_AREA, Suspicion.PERMIT_ENDED, DAY),
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
        ReclamationProposed("r-1", "140727", EXAMPLE_AREA, True),
        LandHistoryReturned("r-1", True),
        "code.446",
    ),
    (
        ApprovalReviewRequired(
            "a-1", "140727001001GB00012", "140727", Procedure.SUPPLY, PLOT, "在名录内", DAY
        ),
        ApprovalReviewed("a-1", "140727001001GB00012", ReviewOutcome.REVOKED, "撤销", DAY),
        "code.456",
    ),
    (
        ReclamationReviewRequired("r-1", "140727", PLOT, "在名录内", DAY),
        ReclamationReviewed("r-1", ReviewOutcome.KEPT, "维持", DAY),
        "code.428",
    ),
    (CLUE, ClueAccepted("c-1", "environment"), "code.1083"),
    (CLUE, ClueRejected("c-1", "environment", "不属于本部门职责"), "code.1083"),
]


@pytest.fixture
def office():
    return World("coordination").coordination


def reactions(office):
    """Return the obligations, except those that the answer itself opens."""
    return [
        obligation
        for obligation in office.store.all(Obligation)
        if obligation.rule != "clue-verification"
    ]


def publisher(event):
    return "agriculture" if isinstance(event, ClueAccepted | ClueRejected) else None


def act(event, event_id, at=START):
    sender = "environment" if isinstance(event, ClueReported) else None
    return envelope_of(event, event_id, None, sender, at)


def answer(event, event_id, at=START, cause=None):
    return replace(envelope_of(event, event_id, None, publisher(event), at), causationid=cause)


@pytest.mark.parametrize(("asked", "given", "basis"), PAIRS)
def test_an_act_opens_what_is_owed_and_its_answer_settles_it(office, asked, given, basis):
    """[plan.5, plan.6, plan.8, code.446, code.454, code.456, code.461, code.1083]."""
    office.deliver(act(asked, "e1"))
    (owed,) = reactions(office)
    assert (owed.state, owed.ended_at) == (ObligationState.RUNNING, None)
    assert basis in owed.basis

    office.deliver(answer(given, "e2", START + timedelta(minutes=1), cause="e1"))

    (owed,) = reactions(office)
    assert (owed.state, owed.ended_by) == (ObligationState.FULFILLED, "e2")
    assert owed.ended_at == START + timedelta(minutes=1)
    assert owed.ended_type == meta_of(given).type.removeprefix("cn.liandong.")
    assert not owed.late


@pytest.mark.parametrize(("asked", "given", "basis"), PAIRS)
def test_an_answer_that_arrives_before_its_act_is_held_and_matched(office, asked, given, basis):
    office.deliver(answer(given, "e2", START + timedelta(minutes=1)))
    assert reactions(office) == []

    office.deliver(act(asked, "e1"))

    (owed,) = reactions(office)
    assert (owed.state, owed.ended_by) == (ObligationState.FULFILLED, "e2")


def test_what_is_owed_names_debtor_and_actor_and_is_listed_by_state(office):
    office.deliver(act(CLUE, "e1"))

    (owed,) = office.page(Obligation, state=ObligationState.RUNNING).items
    assert (owed.acted_by, owed.owner, owed.key) == ("environment", "agriculture", "c-1")
    assert owed.id == "e1:clue"
    assert office.page(Obligation, owner="agriculture").items == (owed,)
    assert office.page(Obligation, correlation="e1").items == (owed,)


def test_an_answer_about_another_plot_settles_nothing(office):
    office.deliver(act(REGISTERED, "e1"))

    office.deliver(answer(replace(FROZEN, plot_code="140728-0007"), "e2"))

    assert [reaction.state for reaction in reactions(office)] == [ObligationState.RUNNING]


def test_an_answer_from_who_does_not_owe_it_settles_nothing(office):
    office.deliver(act(CLUE, "e1"))

    office.deliver(envelope_of(ClueAccepted("c-1", "environment"), "e2", 1, "natural_resources"))

    assert [reaction.state for reaction in reactions(office)] == [ObligationState.RUNNING]


def test_an_old_answer_does_not_settle_a_new_act(office):
    """A plot registered again must be frozen again [code.456]."""
    office.deliver(act(REGISTERED, "e1"))
    office.deliver(answer(FROZEN, "e2", START + timedelta(minutes=1)))

    office.context.clock = lambda: START + timedelta(days=30)
    office.deliver(act(REGISTERED, "e3", START + timedelta(days=30)))

    assert {reaction.act_id: reaction.state for reaction in reactions(office)} == {
        "e1": ObligationState.FULFILLED,
        "e3": ObligationState.RUNNING,
    }


def test_an_answer_that_tells_its_act_settles_that_one_only(office):
    later = START + timedelta(minutes=5)
    office.deliver(act(REGISTERED, "e1"), act(REGISTERED, "e3", START + timedelta(minutes=1)))

    office.deliver(answer(FROZEN, "e2", later, cause="e1"))

    assert {reaction.act_id: reaction.state for reaction in reactions(office)} == {
        "e1": ObligationState.FULFILLED,
        "e3": ObligationState.RUNNING,
    }


def test_an_answer_by_a_clock_that_is_slow_still_settles_the_act_that_caused_it(office):
    office.deliver(act(REGISTERED, "e1"))

    office.deliver(answer(FROZEN, "e2", START - timedelta(seconds=3), cause="e1"))

    assert [reaction.state for reaction in reactions(office)] == [ObligationState.FULFILLED]


def test_the_first_answer_stays_the_answer(office):
    office.deliver(act(QUERY, "e1"))
    deferred = GateDeferred("a-1", GateReason.SURVEY_DUE, (PLOT,))
    office.deliver(answer(deferred, "e2", START + timedelta(minutes=1), cause="e1"))

    office.context.clock = lambda: START + timedelta(days=60)
    office.deliver(answer(GateCleared("a-1"), "e3", START + timedelta(days=60)))

    assert [reaction.ended_by for reaction in reactions(office)] == ["e2"]


def test_act_and_answer_that_arrive_at_the_same_moment_find_each_other(office):
    asked = act(REGISTERED, "e1")
    given = [answer(FROZEN, "e2", START + timedelta(minutes=1))]

    def note_while_the_answer_arrives(uow, _):
        note_event(uow, REGISTERED)
        while given:
            office.deliver(given.pop())

    office.dispatcher.dispatch_batch(
        (InboundEvent(asked, encode(asked)),), note_while_the_answer_arrives
    )

    assert [reaction.ended_by for reaction in reactions(office)] == ["e2"]


def test_act_and_answer_delivered_twice_are_one_reaction(office):
    office.deliver(act(REGISTERED, "e1"), answer(FROZEN, "e2"))
    once = office.snapshot()

    office.deliver(act(REGISTERED, "e1"), answer(FROZEN, "e2"))

    assert office.snapshot() == once
