"""A gate answer reads only the documents of its land, not the city's nor answered queries."""

import pytest
from environment_given import INDUSTRY, PLOT, plot_of, query, record_plot, survey

from services.environment.gates.handlers import answer_again, answer_query
from services.environment.plots.domain import record
from services.environment.plots.messages import RecordPlot
from services.environment.surveys.messages import SurveyOutcome
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.store.session import Session
from shared.testing.world import START, World
from shared.vocabulary.geometry import square_around

CITIES = [(2, 2), (40, 40)]


class CountingReader:
    """Reads from a store and counts the documents that selections return."""

    def __init__(self, store):
        self.store = store
        self.selected = []

    def fetch(self, kind, keys):
        return self.store.fetch(kind, keys)

    def select(self, kind, wanted):
        found = self.store.select(kind, wanted)
        self.selected.append(len(found))
        return found


def city(plots, answered):
    """Make a city with plots elsewhere, and with answered queries about the same land."""
    world = World("environment")
    record_plot(world)
    survey(world, SurveyOutcome.CLEAN)

    def add(uow, number):
        place = square_around(112.9 + number * 0.01, 37.9, 1000.0)
        return uow.add(record(RecordPlot(f"140727-{number:05}", "某某", "140727", place, 1000.0)))

    for number in range(plots):
        world.environment.execute(add, number)
    for number in range(answered):
        world.environment.deliver_event(query(INDUSTRY, application=f"old-{number}"))
    return world


def reads_of(world, work):
    """Return how many documents each selection of `work` returns."""
    reader = CountingReader(world.environment.store)
    cause = Cause("e1", "LandGateQueried", "clerk-1", "natural_resources", "e1")
    work(UnitOfWork(Session(reader), cause, PublisherIdentity("140700", "environment"), START))
    return reader.selected


@pytest.mark.parametrize(("plots", "answered"), CITIES)
def test_an_answer_reads_what_its_land_concerns(plots, answered):
    read = reads_of(city(plots, answered), lambda uow: answer_query(uow, query()))

    assert read
    assert max(read) == 1


@pytest.mark.parametrize(("plots", "answered"), CITIES)
def test_news_of_a_plot_reads_no_query_that_was_answered(plots, answered):
    world = city(plots, answered)
    assert plot_of(world).plot_code == PLOT

    read = reads_of(world, lambda uow: answer_again(uow, plot_of(world)))

    assert read
    assert sum(read) == 0
