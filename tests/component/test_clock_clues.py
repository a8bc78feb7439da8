"""Only the reporter reports a clue: no publisher sets clocks in another's name [code.1083]."""

from datetime import date

import pytest

from services.casework.messages import ClueReported, Matter
from services.coordination.clocks.domain import Doubt, Obligation
from services.coordination.clocks.states import DoubtState
from shared.testing.world import World


@pytest.fixture
def office():
    return World("coordination").coordination


def clue(reporter: str) -> ClueReported:
    return ClueReported(
        "01960000-0000-7000-8000-000000000001",
        Matter.SOIL_POLLUTION,
        reporter,
        "environment",
        "140728",
        "夜间倾倒黑色污泥",
        date(2026, 10, 8),
    )


def test_who_reports_a_clue_in_the_name_of_another_sets_no_clock_and_is_shown(office):
    office.deliver_event(clue("natural_resources"), publisher="agriculture", sequence=1)

    assert office.store.all(Obligation) == []
    (doubt,) = office.store.all(Doubt)
    assert doubt.state is DoubtState.REFUSED
    assert "natural_resources" in doubt.reason


def test_a_clue_of_its_reporter_sets_the_clock_of_who_is_competent(office):
    office.deliver_event(clue("natural_resources"), publisher="natural_resources", sequence=1)

    (clock,) = office.store.all(Obligation)
    assert (clock.owner, clock.open) == ("environment", True)
    assert office.store.all(Doubt) == []
