"""The in-memory World handles large contents as the real bus does."""

from datetime import timedelta

import pytest
from environment_given import PLOT, record_plot, suspect

from services.natural_resources.overlay.domain import Hold
from shared.delivery.records import Lane
from shared.handling.claim_check import Blob
from shared.testing.world import World

EVERYTHING = 1


def a_world(**named):
    world = World("environment", "natural_resources", **named)
    record_plot(world)
    return world


@pytest.fixture
def world():
    return a_world(claim_check_bytes=EVERYTHING)


def test_events_by_hash_have_the_effects_of_whole_ones(world):
    whole = a_world()

    for each in (world, whole):
        suspect(each)
        each.run_until_idle()

    assert world.natural_resources.get(Hold, PLOT) == whole.natural_resources.get(Hold, PLOT)
    assert world.environment.published() == whole.environment.published()
    assert all(envelope.dataref for envelope in world.environment.sent())
    assert world.natural_resources.lanes() == []


def test_content_of_a_department_that_is_down_is_fetched_when_it_is_back(world):
    suspect(world)
    world.environment.up = False
    world.natural_resources.deliver(*world.environment.sent())
    (lane,) = world.natural_resources.lanes()

    world.environment.up = True
    world.advance(timedelta(minutes=1))
    world.natural_resources.retry_due_lanes()

    assert "内容尚未取得" in lane.error
    assert world.natural_resources.lanes() == []
    assert world.natural_resources.get(Hold, PLOT)


def test_the_fakes_refuse_whom_the_contracts_refuse(world):
    suspect(world)
    for blob in world.environment.store.all(Blob):
        hidden = Blob(blob.id, blob.content, blob.size, blob.at, ("secret.kept.v1",))
        world.environment.store.transact(lambda session, record=hidden: session.save(record))

    world.run_until_idle()

    (lane,) = world.natural_resources.store.all(Lane)
    assert "拒绝提供" in lane.error
