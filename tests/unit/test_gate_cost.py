"""What an answer of the gate reads: the land it concerns, not the city nor what was answered."""

import pytest
from environment_given import AREA, INDUSTRY, PLOT, query, record_plot, survey

from services.environment.plots.domain import record
from services.environment.plots.messages import RecordPlot
from services.environment.surveys.messages import Outcome
from shared.geometry import square_around
from shared.session import Session
from shared.testing import World


@pytest.fixture
def read(monkeypatch):
    """Count the documents that selections bring up."""
    counted = []
    select = Session.select

    def counting(self, kind, **wanted):
        found = select(self, kind, **wanted)
        counted.append(len(found))
        return found

    monkeypatch.setattr(Session, "select", counting)
    return counted


def city(plots, answered):
    """Make a city with plots elsewhere, and with queries about the same land that were answered."""
    world = World("environment")
    record_plot(world)
    survey(world, Outcome.CLEAN)

    def add(uow, number):
        place = square_around(112.9 + number * 0.01, 37.9, 1000.0)
        return uow.add(record(RecordPlot(f"140727-{number:05}", "某某", "140727", place, 1000.0)))

    for number in range(plots):
        world.environment.does(add, number)
    for number in range(answered):
        world.environment.receives(query(INDUSTRY, application=f"old-{number}"))
    return world


@pytest.mark.parametrize(("plots", "answered"), [(2, 2), (40, 40)])
def test_an_answer_reads_what_its_land_concerns(read, plots, answered):
    world = city(plots, answered)
    read.clear()

    world.environment.receives(query(area=AREA, application="new"))

    assert sum(read) <= 2 * len(read)


@pytest.mark.parametrize(("plots", "answered"), [(2, 2), (40, 40)])
def test_a_review_reads_no_query_that_was_answered(read, plots, answered):
    world = city(plots, answered)
    read.clear()

    survey(world, Outcome.CLEAN, PLOT)

    assert sum(read) <= 2 * len(read)
