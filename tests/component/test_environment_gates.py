"""The gate: blocked, survey required, or cleared; and answered again when the land changes."""

from dataclasses import replace

import pytest
from environment_given import (
    AREA,
    FAR,
    HALF,
    HOUSING,
    INDUSTRY,
    NO_WELLS,
    PLOT,
    SCHOOL,
    delist_plot,
    judge,
    listing,
    opinion,
    plot_of,
    query,
    record_plot,
    register_plot,
    removal,
    submit,
    survey,
    suspect,
)

from services.environment.gates.domain import Gate, GateState, codes_for
from services.environment.gates.handlers import answer_query
from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    GateReason,
)
from services.environment.plots.messages import PlotState
from services.environment.surveys.messages import SurveyOutcome, SurveyRequired
from services.natural_resources.applications.messages import Procedure
from shared.testing.world import World

CHARTED = "140727-001001GB00012"
HANDING_OVER = [Procedure.RECOVERY, Procedure.PURCHASE, Procedure.SUPPLY]
ANSWERS = (GateCleared, GateBlocked, GateDeferred)


@pytest.fixture
def world():
    return World("environment")


def answers(world):
    """Return the published answers without their notes, which other tests check."""
    given = [event for event in world.environment.published() if isinstance(event, ANSWERS)]
    plain = {"note": None, "land_class": None}
    return [
        event if isinstance(event, GateCleared) else replace(event, **fitting(event, plain))
        for event in given
    ]


def fitting(event, values):
    return {name: value for name, value in values.items() if hasattr(event, name)}


def ask(world, *arguments, **named):
    world.environment.deliver_event(query(*arguments, **named))
    return answers(world)[-1]


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("wanted", [HOUSING, INDUSTRY])
def test_a_registered_plot_is_kept_from_every_procedure(world, procedure, wanted):
    """[code.456, plan.6]."""
    register_plot(world)

    answer = ask(world, wanted, procedure=procedure)

    assert answer == GateBlocked("application-1", GateReason.REGISTERED, (PLOT,))


def test_a_registered_corner_blocks_the_whole_parcel(world):
    """[code.456]."""
    world.environment.deliver_event(listing(area=HALF))

    assert ask(world).reason is GateReason.REGISTERED


def test_land_far_from_a_registered_plot_is_not_blocked_by_it(world):
    register_plot(world)

    assert isinstance(ask(world, INDUSTRY, area=FAR), GateCleared)


def test_a_polluted_plot_is_kept_from_sensitive_use(world):
    """[code.455, code.461]."""
    record_plot(world)
    survey(world, SurveyOutcome.EXCEEDED)

    assert ask(world) == GateBlocked("application-1", GateReason.POLLUTED, (PLOT,))


def test_a_polluted_plot_is_not_handed_over_either(world):
    """[plan.8, code.455]: restrictions on suspected land also apply to polluted land."""
    record_plot(world)
    survey(world, SurveyOutcome.EXCEEDED)

    handed_over = ask(world, INDUSTRY, procedure=Procedure.SUPPLY)
    changed = ask(world, INDUSTRY, application="application-2")
    assert handed_over == GateBlocked("application-1", GateReason.POLLUTED, (PLOT,))
    assert changed == GateDeferred("application-2", GateReason.POLLUTED, (PLOT,))
    assert not world.environment.published(SurveyRequired)


def test_land_without_a_plot_must_be_surveyed_before_it_turns_sensitive(world):
    """[code.454, plan.5]: a plot is opened for the parcel, with the duty to survey it."""
    answer = ask(world)

    assert answer == GateDeferred("application-1", GateReason.SURVEY_DUE, (CHARTED,))
    plot = plot_of(world, CHARTED)
    assert (plot.state, plot.area, plot.county) == (PlotState.SURVEY_DUE, AREA, "140727")
    assert plot.area_m2 == pytest.approx(41355.0, rel=1e-3)
    (duty,) = world.environment.published(SurveyRequired)
    assert duty.plot_code == CHARTED
    assert "一住两公" in duty.reason


def test_a_plot_that_a_polluting_unit_uses_must_be_surveyed_first(world):
    """[code.454]."""
    record_plot(world)

    assert ask(world).plot_codes == (PLOT,)
    assert plot_of(world).state is PlotState.SURVEY_DUE


def test_a_survey_is_required_once_however_many_ask(world):
    ask(world)
    ask(world, application="application-2")

    assert len(world.environment.published(SurveyRequired)) == 1
    assert len(world.environment.published(GateDeferred)) == 2


def test_land_in_review_is_not_cleared_by_the_report_alone(world):
    """[code.454; 环办土壤〔2019〕63号]."""
    record_plot(world)
    submit(world)

    assert isinstance(ask(world), GateDeferred)
    assert not world.environment.published(SurveyRequired)


def test_land_found_clean_is_cleared(world):
    """[code.455]."""
    record_plot(world)
    survey(world, SurveyOutcome.CLEAN)

    assert ask(world) == GateCleared("application-1", (PLOT,))


def test_a_clean_survey_of_half_the_parcel_does_not_clear_it(world):
    """[code.454]: the whole of the land that turns sensitive is surveyed."""
    record_plot(world, area=HALF)
    survey(world, SurveyOutcome.CLEAN)

    answer = ask(world)

    assert answer == GateDeferred("application-1", GateReason.SURVEY_DUE, (CHARTED,))
    assert plot_of(world).state is PlotState.CLEAN


def test_a_code_that_is_taken_is_not_taken_again(world):
    record_plot(world, CHARTED, FAR)

    assert ask(world).plot_codes == (f"{CHARTED}-2",)


def test_the_codes_for_a_parcel_are_plot_codes():
    codes = codes_for("140727001001GB00012")

    assert [next(codes), next(codes), next(codes)] == [CHARTED, f"{CHARTED}-2", f"{CHARTED}-3"]


def test_land_that_is_sensitive_already_is_exempt(world):
    """[42号令 3, plan.5]."""
    assert isinstance(ask(world, SCHOOL, HOUSING), GateCleared)
    assert not world.environment.published(SurveyRequired)


@pytest.mark.parametrize("given", ["suspected", "survey due", "in review"])
def test_land_that_is_sensitive_already_is_not_exempt_if_something_is_open(world, given):
    """[42号令 12-13]."""
    record_plot(world)
    if given == "suspected":
        suspect(world)
    elif given == "survey due":
        survey(world, SurveyOutcome.FAILED)
    else:
        submit(world)

    assert isinstance(ask(world, SCHOOL, HOUSING), GateDeferred)


def test_a_delisted_plot_is_cleared_under_its_conditions(world):
    """[code.461, code.437]: for sensitive use too."""
    register_plot(world)
    delist_plot(world)

    assert ask(world) == GateCleared("application-1", (PLOT,), (NO_WELLS,))


@pytest.mark.parametrize("procedure", HANDING_OVER)
def test_a_suspected_plot_is_not_handed_over_before_its_survey(world, procedure):
    """[plan.8]."""
    record_plot(world)
    suspect(world)

    answer = ask(world, INDUSTRY, procedure=procedure)

    assert answer == GateDeferred("application-1", GateReason.SURVEY_DUE, (PLOT,))
    (duty,) = world.environment.published(SurveyRequired)
    assert procedure.value in duty.reason


def test_a_suspected_plot_may_change_to_a_use_that_is_not_sensitive(world):
    """[plan.8]."""
    record_plot(world)
    suspect(world)

    assert isinstance(ask(world, INDUSTRY), GateCleared)


def test_a_duty_opened_for_the_sake_of_a_sensitive_use_hinders_no_other(world):
    ask(world)

    assert isinstance(
        ask(world, INDUSTRY, procedure=Procedure.SUPPLY, application="application-2"), GateCleared
    )


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        (SurveyOutcome.CLEAN, GateCleared("application-1", (CHARTED,))),
        (SurveyOutcome.EXCEEDED, GateBlocked("application-1", GateReason.POLLUTED, (CHARTED,))),
    ],
)
def test_a_deferred_query_is_answered_when_the_review_ends(world, outcome, answer):
    """[code.454-455]."""
    ask(world)

    survey(world, outcome, CHARTED)

    assert answers(world)[-1] == answer
    assert len(answers(world)) == 2


def test_a_failed_review_gives_no_new_answer(world):
    ask(world)

    survey(world, SurveyOutcome.FAILED, CHARTED)

    assert len(answers(world)) == 1
    assert world.environment.get(Gate, "application-1").state is GateState.DEFERRED


def test_a_clean_survey_of_one_plot_leaves_the_duty_for_the_rest(world):
    record_plot(world, area=HALF)
    assert ask(world).plot_codes == (PLOT,)

    survey(world, SurveyOutcome.CLEAN)

    assert answers(world)[-1].plot_codes == (CHARTED,)
    assert len(world.environment.published(SurveyRequired)) == 2


def test_a_deferred_query_is_blocked_when_its_land_is_registered(world):
    """[code.456]."""
    ask(world)

    world.environment.deliver_event(listing())

    assert answers(world)[-1].reason is GateReason.REGISTERED


def test_a_deferred_query_hears_of_a_plot_that_the_province_draws_elsewhere(world):
    record_plot(world)
    ask(world)

    world.environment.deliver_event(listing(area=FAR))

    assert answers(world)[-1].plot_codes == (CHARTED,)


def test_a_deferred_query_is_cleared_when_its_land_turns_out_to_be_delisted(world):
    record_plot(world)
    ask(world)
    world.environment.deliver_event(removal())

    world.environment.deliver_event(listing(), sequence=2)

    assert [type(answer) for answer in answers(world)] == [GateDeferred, GateCleared]
    assert answers(world)[-1].conditions == (NO_WELLS,)


def test_an_answer_given_is_not_taken_back_unasked(world):
    """Natural resources stops what it approved when it receives the listing [plan.6]."""
    record_plot(world)
    survey(world, SurveyOutcome.CLEAN)
    ask(world)

    register_plot(world)

    assert [type(answer) for answer in answers(world)] == [GateCleared]


def test_a_query_that_is_asked_again_is_answered_by_what_is_known_now(world):
    record_plot(world)
    survey(world, SurveyOutcome.CLEAN)
    ask(world)
    suspect(world)

    assert isinstance(ask(world), GateDeferred)
    assert world.environment.get(Gate, "application-1").state is GateState.DEFERRED


def test_a_query_delivered_twice_is_answered_once(world):
    world.environment.deliver_event(query(), event_id="e1")
    once = world.environment.snapshot()

    world.environment.deliver_event(query(), event_id="e1")

    assert world.environment.snapshot() == once


def test_a_query_that_meets_the_end_of_a_review_is_not_left_without_an_answer(world):
    """The later of the two commits sees the other."""
    record_plot(world)
    made = submit(world)
    world.environment.deliver_event(opinion(made))
    meanwhile = [made]

    def raced(uow, event):
        answer_query(uow, event)
        if meanwhile:
            judge(world, meanwhile.pop(), SurveyOutcome.CLEAN)
        return event

    world.environment.execute(raced, query())

    assert isinstance(answers(world)[-1], GateCleared)
