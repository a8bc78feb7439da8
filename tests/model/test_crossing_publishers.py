"""The steps of two publishers yield the same case in any order of arrival."""

from itertools import permutations

from clock_given import HANDED_OVER, POLICE, SOIL, Office, at, step

from services.casework.steps.messages import Step
from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.domain import ObligationState as State
from shared.testing.world import envelope_of

CROSSING = (
    *HANDED_OVER,
    (Step.RECEIPTED, POLICE, "10-09 10:00"),
    (Step.SUPPLEMENT_REQUESTED, POLICE, "10-09 11:00"),
    (Step.SUPPLEMENTED, SOIL, "10-09 15:00"),
    (Step.FILED, POLICE, "10-10 10:00"),
)


def test_two_publishers_whose_steps_arrive_in_any_order_make_the_same_case():
    """Each publisher's own steps keep their order; a step that arrived early is applied later."""
    made = [step(*one) for one in CROSSING]
    orders = set(permutations([SOIL] * 5 + [POLICE] * 3))
    found = [standing(office_of(made, order)) for order in orders]

    assert all(one == found[0] for one in found)
    assert {state for _, state, _ in found[0].values() if state is State.RUNNING}
    assert next(state for rule, state, _ in found[0].values() if rule == "C9") is State.FULFILLED


def office_of(made, order):
    office = Office()
    office.world.now = at("10-10 12:00")
    waiting = {by: [one for one in made if one.taken_by == by] for by in (SOIL, POLICE)}
    names = {id(one): f"e{number}" for number, one in enumerate(made)}
    for by in order:
        told = waiting[by].pop(0)
        office.department.deliver(envelope_of(told, names[id(told)], None, by, told.taken_at))
    return office


def standing(office):
    """Return rule, state and due time of each clock, without the time of computation."""
    clocks = office.department.store.all(Obligation)
    return {one.id: (one.rule, one.state, one.due_at) for one in clocks}
