"""The ledger of the coordination office: every open event has one entry."""

from dataclasses import replace
from datetime import date

import pytest

from services.casework.messages import CaseReferred, CaseState, CaseStatusChanged
from services.casework.reports.messages import ClueCompetenceAsked
from services.coordination.ledger.domain import LedgerEntry
from services.coordination.service import Coordination, open_events
from services.environment.permits.messages import CancellationKind, PermitCancelled
from shared.catalog.catalog import events
from shared.catalog.subscriptions import subscriptions_of
from shared.messages.declare import Classification, meta_of
from shared.testing.world import World, envelope_of

CANCELLATION = PermitCancelled(
    number="91140100MA0HF4R239001P",
    kind=CancellationKind.CANCELLED,
    holder="某某焦化有限公司",
    credit_code="91140100MA0HF4R239",
    county="140727",
    plot_code="140727-0003",
    reason="企业关闭，生产终止",
    cancelled_on=date(2026, 10, 8),
)
STATUS = CaseStatusChanged("k-1", "c-1", "natural_resources", CaseState.REFERRED)


@pytest.fixture
def office():
    return World("coordination").coordination


def test_all_open_events_are_heard_and_no_restricted_one():
    """[code.33]."""
    heard = set(subscriptions_of(Coordination))

    asked_of_the_office = meta_of(ClueCompetenceAsked).type
    assert heard == {meta_of(kind).type for kind in open_events()} | {asked_of_the_office}
    closed = {meta_of(kind).type for kind in events()} - heard
    assert meta_of(CaseReferred).type in closed
    assert all(
        meta_of(kind).classification is Classification.RESTRICTED
        for kind in events()
        if meta_of(kind).type in closed
    )


def test_an_act_is_entered_with_who_when_and_because_of_what(office):
    envelope = replace(
        envelope_of(CANCELLATION, "e1"), actor="clerk-7", correlationid="r1", causationid="q1"
    )

    office.deliver(envelope)

    entry = office.get(LedgerEntry, "e1")
    assert (entry.department, entry.actor) == ("environment", "clerk-7")
    assert (entry.subject, entry.title) == (CANCELLATION.number, "排污许可证注销、撤销或吊销")
    assert (entry.correlation, entry.causation) == ("r1", "q1")
    assert entry.at == envelope.time


def test_a_line_holds_nothing_of_the_content(office):
    office.deliver_event(CANCELLATION, event_id="e1")

    assert CANCELLATION.holder not in str(office.get(LedgerEntry, "e1"))


def test_an_act_delivered_twice_is_one_line(office):
    office.deliver_event(CANCELLATION, event_id="e1")
    once = office.snapshot()

    office.deliver_event(CANCELLATION, event_id="e1")

    assert office.snapshot() == once


def test_the_line_of_another_department_with_the_same_id_is_not_overwritten(office):
    office.deliver_event(STATUS, event_id="e1", publisher="environment")

    office.deliver_event(STATUS, event_id="e1", publisher="agriculture")

    assert office.get(LedgerEntry, "e1").department == "environment"
    (lane,) = office.lanes()
    assert "e1" in lane.error


def test_the_ledger_is_asked_by_correlation_subject_and_department(office):
    office.deliver_event(CANCELLATION, event_id="e1")
    office.deliver_event(STATUS, event_id="e2", publisher="agriculture")

    assert [item.id for item in office.page(LedgerEntry).items] == ["e1", "e2"]
    assert [item.id for item in office.page(LedgerEntry, correlation="e2").items] == ["e2"]
    assert [item.id for item in office.page(LedgerEntry, department="environment").items] == ["e1"]
    assert [item.id for item in office.page(LedgerEntry, subject="k-1").items] == ["e2"]
