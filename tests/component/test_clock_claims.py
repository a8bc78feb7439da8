"""A late event dated before a breach that was already reported does not revise the breach.

It is stored as a claim beside the known facts and awaits the head of the office.
"""

from dataclasses import replace

import pytest
from clock_given import POLICE, SOIL, Office, at, step
from test_coordination_reactions import FROZEN, REGISTERED

from services.casework.steps.messages import Complexity, Step
from services.coordination.clocks.commands import AcceptClaim
from services.coordination.clocks.domain import Doubt, EventThread
from services.coordination.clocks.errors import NotAllowedError
from services.coordination.clocks.messages import ObligationFulfilled
from services.coordination.clocks.obligations import command_handlers
from services.coordination.clocks.queries.explanation import explanation_of
from services.coordination.clocks.states import DoubtState
from services.coordination.clocks.states import ObligationState as State
from shared.handling.worker import HandlerRunner
from shared.testing.world import envelope_of

WHY = "已核对纸质回执原件"


@pytest.fixture
def office():
    """Public security had to sign until 10-10 09:00; the breach was published."""
    made = Office()
    made.hears(step(Step.SENT, SOIL, "10-09 09:00"))
    made.at("10-12 08:00")
    return made


def signed(office, when="10-09 15:00", name="x1"):
    office.hears(step(Step.RECEIPTED, POLICE, when), event_id=name)


def accepts(office, rule="C4", event="x1"):
    command = AcceptClaim(office.clock(rule).id, event, WHY)
    return office.department.execute(command_handlers.accept, command, actor="head-1")


def test_a_receipt_that_claims_to_be_older_than_the_breach_counts_from_its_arrival(office):
    signed(office)

    kept = office.clock("C4")
    assert (kept.state, kept.late, kept.ended_at) == (State.FULFILLED, True, at("10-12 08:00"))
    assert office.told("C4") == ["Opened", "Overdue", "Changed", "Fulfilled"]
    assert [(one.who, one.what) for one in kept.history] == [(POLICE, "事后主张")]
    assert "2026-10-09 15:00" in kept.history[0].why
    assert "2026-10-12 08:00" in kept.history[0].why
    (done,) = office.department.published(ObligationFulfilled)
    assert done.late


def test_the_claim_is_shown_beside_what_was_known(office):
    signed(office)

    (claim,) = office.clock("C4").claims
    assert (claim.by, claim.what) == (POLICE, "签收案件")
    assert (claim.claimed_on, claim.arrived) == (at("10-09 15:00"), at("10-12 08:00"))
    (doubt,) = office.department.store.all(Doubt)
    assert (doubt.state, doubt.obligation) == (DoubtState.CLAIMED, office.clock("C4").id)
    worker = HandlerRunner(office.department.commands, None, lambda: None)
    said = explanation_of(worker, office.clock("C4").id).sentence
    assert "已逾期；public_security事后主张2026-10-09 15:00已“签收案件”" in said
    assert said.endswith("待负责人核实。")


def test_the_head_may_accept_it_and_both_facts_stay(office):
    signed(office)

    kept = accepts(office)

    assert (kept.state, kept.late, kept.ended_at) == (State.FULFILLED, False, at("10-09 15:00"))
    assert [one.what for one in kept.history] == ["事后主张", "更正结果"]
    assert (kept.history[1].who, kept.history[1].why) == ("head-1", WHY)
    assert [one.accepted for one in kept.claims] == [True]
    (doubt,) = office.department.store.all(Doubt)
    assert (doubt.state, doubt.settled_by) == (DoubtState.BELIEVED, "head-1")
    assert office.told("C4")[-2:] == ["Changed", "Fulfilled"]


@pytest.mark.parametrize("event", ["x2", "e1"])
def test_only_what_is_claimed_is_accepted_and_only_once(office, event):
    signed(office)

    with pytest.raises(NotAllowedError, match="没有这项"):
        accepts(office, event=event)
    accepts(office)
    with pytest.raises(NotAllowedError, match="没有这项"):
        accepts(office)


def test_what_happened_after_the_breach_needs_nobody(office):
    signed(office, "10-12 07:00")

    kept = office.clock("C4")
    assert (kept.late, kept.ended_at, kept.claims) == (True, at("10-12 07:00"), ())


def test_what_arrives_in_time_may_say_when_it_was_done():
    office = Office()
    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))
    office.at("10-10 08:00")

    signed(office, "10-09 09:30")

    assert (office.clock("C4").ended_at, office.clock("C4").late) == (at("10-09 09:30"), False)


def test_a_receipt_that_comes_right_after_an_old_transfer_takes_no_breach_back():
    """A breach already published when the transfer arrived remains."""
    office = Office()
    office.world.now = at("10-14 09:00")
    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))
    assert office.clock("C4").state is State.OVERDUE
    office.world.now = at("10-14 09:01")

    signed(office, "10-09 21:00")

    assert (office.clock("C4").late, len(office.clock("C4").claims)) == (True, 1)


def test_what_arrives_with_its_question_long_after_both_counts_by_its_date():
    """No breach was published: an outage between publisher and office proves nothing either way."""
    office = Office()
    office.world.now = at("12-01 09:00")

    signed(office)
    office.hears(step(Step.SENT, SOIL, "10-09 09:00"))

    assert (office.clock("C4").late, office.clock("C4").claims) == (False, ())


@pytest.mark.parametrize("first", ["answer", "question"])
def test_the_answer_depends_on_when_things_arrived_and_not_in_which_order(first):
    office = Office()
    bring = [
        lambda: office.hears(step(Step.SENT, SOIL, "10-09 09:00")),
        lambda: signed(office, "10-09 15:00"),
    ]
    office.world.now = at("12-01 09:00")
    for one in bring if first == "question" else reversed(bring):
        one()

    assert (office.clock("C4").late, office.clock("C4").ended_at) == (False, at("10-09 15:00"))


def test_a_second_answer_that_claims_to_be_older_changes_nothing(office):
    signed(office, "10-12 07:00", "x1")
    before = office.clock("C4")
    office.at("10-20 08:00")

    signed(office, "10-09 15:00", "x2")

    kept = office.clock("C4")
    assert (kept.ended_by, kept.ended_at, kept.late) == ("x1", before.ended_at, True)


def test_an_extension_or_a_pause_of_the_time_before_a_breach_is_a_claim_too():
    """[17号 9; 17号 8]"""
    office = Office()
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00"))
    office.at("10-14 08:00")

    office.hears(
        step(Step.CHECK_EXTENDED, POLICE, "10-11 09:00", complexity=Complexity.NEEDS_CHECK),
        step(Step.SUPPLEMENT_REQUESTED, POLICE, "10-09 20:00"),
    )

    kept = office.clock("C9")
    assert (kept.state, office.last_day("C9")) == (State.OVERDUE, "10-12")
    assert [one.what for one in kept.claims] == ["延长审查期限", "通知补正"]

    accepts(office, "C9", kept.claims[0].event)

    kept = office.clock("C9")  # a timely extension would have made the pause timely
    assert (kept.length, kept.state, [one.accepted for one in kept.claims]) == (
        7, State.SUSPENDED, [True, True]
    )  # fmt: skip


def test_a_case_that_is_said_to_have_been_forwarded_before_a_breach_was_breached(office):
    office.hears(step(Step.FORWARDED, POLICE, "10-09 15:00"))

    kept = office.clocks("C4")[0]
    assert (kept.state, kept.ended_at) == (State.WITHDRAWN, at("10-12 08:00"))
    assert [one.what for one in kept.claims] == ["转送有管辖权机关"]


def test_the_date_of_an_envelope_is_a_claim_like_any_other():
    """[code.456] Departments react by their own clocks."""
    office = Office()
    office.world.now = at("10-09 09:00")
    office.department.deliver(envelope_of(REGISTERED, "e1", at=at("10-09 09:00")))
    office.at("10-14 08:00")

    office.department.deliver(
        replace(envelope_of(FROZEN, "e2", at=at("10-09 10:00")), causationid="e1")
    )

    kept = office.clock("freeze")
    assert (kept.late, [one.what for one in kept.claims]) == (True, ["名录地块已冻结"])


def test_claims_upon_claims_stay_few(office):
    for number in range(20):
        signed(office, "10-09 15:00", f"x{number}")

    assert len(office.clock("C4").claims) == 8
    assert len(office.department.store.all(EventThread)[0].heard) == 21
