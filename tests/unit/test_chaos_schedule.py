"""The schedule of faults: repeatable, complete, and never the same fault twice at once."""

from itertools import pairwise

import pytest

from chaos.faults.fault_kinds import BY_NAME
from chaos.faults.schedule import FaultTargets, ScheduledFault, plan

CITY = FaultTargets(
    services=("water", "housing"),
    links=("water-broker", "water-store", "housing-broker", "housing-store"),
    subscribers=("housing",),
    publishers=("water-broker",),
)


def by_target(faults: list[ScheduledFault]) -> dict[str, list[ScheduledFault]]:
    found: dict[str, list[ScheduledFault]] = {}
    for fault in faults:
        found.setdefault(fault.target, []).append(fault)
    return found


def test_a_seed_gives_the_same_schedule_each_time():
    assert plan(7, 60, 100.0, CITY) == plan(7, 60, 100.0, CITY)
    assert plan(7, 60, 100.0, CITY) != plan(8, 60, 100.0, CITY)


def test_every_kind_of_fault_occurs_when_there_are_enough():
    faults = plan(3, len(BY_NAME), 60.0, CITY)

    assert {fault.kind for fault in faults} == set(BY_NAME)


def test_faults_come_in_order_of_time():
    times = [fault.at for fault in plan(5, 80, 100.0, CITY)]

    assert times == sorted(times)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_hit_again_before_it_was_let_go(seed):
    lasting = [fault for fault in plan(seed, 80, 100.0, CITY) if fault.lasts]

    for hits in by_target(lasting).values():
        assert all(former.ends < later.at for former, later in pairwise(hits))


def test_the_broker_has_time_to_come_back_after_a_kill():
    faults = [fault for fault in plan(1, 200, 900.0, CITY) if fault.target == "broker"]

    for former, later in pairwise(faults):
        assert former.kind != "kill broker" or later.at - former.ends >= 10


def test_a_fault_lasts_as_its_kind_says_and_aims_at_what_its_kind_hits():
    for fault in plan(2, 200, 900.0, CITY):
        kind = BY_NAME[fault.kind]
        assert kind.lasts[0] <= fault.lasts <= kind.lasts[1]
        assert fault.target in CITY.of(kind.scope)
        assert fault.variant in kind.variants


def test_the_control_leaves_out_what_it_does_not_have():
    faults = plan(2, 100, 300.0, CITY, ("cut", "freeze"))

    assert {fault.kind for fault in faults} == {"cut", "freeze"}
