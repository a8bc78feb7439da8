"""The storage per event, measured on a real store: docs/capacity.md is based on it."""

import pytest

from bench.capacity.storage_footprint import measure

pytestmark = pytest.mark.slow

EVENTS = 300


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return measure(EVENTS, lambda _: None, tmp_path_factory.mktemp("keeping"))


def test_every_act_is_in_the_outbox_answered_and_took_effect(kit):
    assert kit["events"] == EVENTS
    for name in ("bench_registry.outbox", "bench_registry.answers", "bench_mirror.inbox"):
        assert kit["rows"][name] == EVENTS


def test_every_size_and_time_was_measured(kit):
    assert all(value > 0 for value in (*kit["bytes"].values(), kit["act_us"], kit["act_store_us"]))
