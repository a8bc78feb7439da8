"""Land without a plot is charted alone: what was surveyed before is not surveyed again."""

import pytest
from environment_given import AREA, HALF, plot_of, query, record_plot, survey

from services.agriculture.reclamations.messages import ReclamationProposed
from services.environment.gates.messages import GateCleared
from services.environment.plots.domain import PlotState
from services.environment.plots.messages import LandClass
from services.environment.surveys.messages import SurveyOutcome
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2

CHARTED = "140727-001001GB00012"
REST_M2 = 41355.0 - 20000.0


@pytest.fixture
def world():
    return World("environment")


def test_only_the_rest_of_a_parcel_is_charted_and_then_cleared(world):
    """[code.454]: the surveyed half keeps its result, the rest is surveyed."""
    record_plot(world, area=HALF)
    survey(world, SurveyOutcome.CLEAN)

    world.environment.deliver_event(query())

    rest = plot_of(world, CHARTED)
    assert rest.state is PlotState.SURVEY_DUE
    assert area_m2(rest.area) == pytest.approx(REST_M2, rel=1e-3)
    assert rest.area_m2 == round(area_m2(rest.area), 2)
    survey(world, SurveyOutcome.CLEAN, CHARTED)
    assert isinstance(world.environment.published()[-1], GateCleared)


def test_only_the_rest_of_land_to_be_reclaimed_is_charted(world):
    """[code.446]."""
    record_plot(world, area=HALF)
    survey(world, SurveyOutcome.CLEAN, land_class=LandClass.FARMLAND)

    world.environment.deliver_event(
        ReclamationProposed("reclamation-000000000001", "140727", AREA, True)
    )

    rest = plot_of(world, "140727-FK000000000001")
    assert area_m2(rest.area) == pytest.approx(REST_M2, rel=1e-3)
