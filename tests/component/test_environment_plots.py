"""Plots: recorded once, suspected for a reason."""

import pytest
from environment_given import (
    AREA,
    PLOT,
    TODAY,
    TOMORROW,
    plot_of,
    record_plot,
    register_plot,
    submit,
    survey,
    suspect,
)

from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotState, PlotSuspected, RecordPlot, Suspicion
from services.environment.surveys.messages import SurveyOutcome
from shared.errors import (
    AlreadyExistsError,
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from shared.messages.contract import contract_of
from shared.testing.world import World


@pytest.fixture
def world():
    made = World("environment")
    record_plot(made)
    return made


def test_a_recorded_plot_has_nothing_against_it(world):
    plot = plot_of(world)

    assert (plot.state, plot.past, plot.suspicion) == (PlotState.RECORDED, (), None)
    assert not world.environment.published()


def test_a_plot_is_recorded_once(world):
    with pytest.raises(AlreadyExistsError, match=PLOT):
        record_plot(world)


def test_plots_are_listed_by_county_and_state(world):
    record_plot(world, "140727-0004")
    suspect(world)

    suspected = world.environment.page(Plot, state=PlotState.SUSPECTED)

    assert [plot.plot_code for plot in suspected.items] == [PLOT]
    assert len(world.environment.page(Plot, county="140727").items) == 2


def test_evidence_of_risk_makes_a_plot_suspected(world):
    """[42号令 12]."""
    plot = suspect(world)

    assert (plot.state, plot.past) == (PlotState.SUSPECTED, (PlotState.SUSPECTED,))
    (event,) = world.environment.published(PlotSuspected)
    assert (event.plot_code, event.area) == (PLOT, AREA)
    assert (event.suspicion, event.suspected_on) == (Suspicion.RISK_EVIDENCE, TODAY)


def test_a_suspected_plot_is_not_suspected_again(world):
    suspect(world)

    with pytest.raises(WrongStateError, match=f"{PLOT}.*疑似污染"):
        suspect(world)

    assert len(world.environment.published(PlotSuspected)) == 1


def test_a_registered_plot_does_not_become_merely_suspected(world):
    register_plot(world)

    with pytest.raises(WrongStateError, match="在名录内"):
        suspect(world)


def test_a_polluted_plot_does_not_become_merely_suspected(world):
    survey(world, SurveyOutcome.EXCEEDED)

    with pytest.raises(WrongStateError, match="超过筛选值"):
        suspect(world)


def test_a_plot_that_failed_its_review_is_on_the_suspected_list_still(world):
    suspect(world)
    survey(world, SurveyOutcome.FAILED)

    with pytest.raises(WrongStateError, match="待调查"):
        suspect(world)


def test_new_evidence_counts_while_a_report_lies_in_review(world):
    submit(world)

    assert suspect(world).state is PlotState.SUSPECTED


def test_a_plot_cannot_be_suspected_tomorrow(world):
    with pytest.raises(InvalidInputError, match="suspected_on：不能晚于今天"):
        suspect(world, TOMORROW)


def test_an_unknown_plot_cannot_be_suspected():
    with pytest.raises(NotFoundError, match=PLOT):
        suspect(World("environment"))


def test_every_wrong_field_of_a_plot_is_named():
    wrong = {
        "plot_code": "110101-0001",
        "name": "祁县某某地块",
        "county": "祁县",
        "area": {"type": "Point", "coordinates": [112.3, 37.3]},
        "area_m2": -1,
    }

    with pytest.raises(InvalidInputError) as refused:
        contract_of(RecordPlot).load(wrong)

    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"plot_code", "county", "area", "area_m2"}
