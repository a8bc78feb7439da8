"""Lists of obligations by due time, and the sentence that explains one."""

import pytest
from clock_given import LAND, POLICE, SOIL, Office, at, step

from services.casework.steps.messages import Step
from services.coordination.clocks.commands import SuspendObligation
from services.coordination.clocks.obligations import command_handlers
from services.coordination.clocks.queries.explanation import explanation_of
from services.coordination.clocks.queries.lists import page_of
from services.coordination.clocks.states import ObligationState as State
from services.coordination.clocks.views import Owed
from shared.errors import InvalidInputError
from shared.handling.worker import HandlerRunner
from shared.web.paging import parse_page_request


@pytest.fixture
def office():
    made = Office()
    made.hears(
        step(Step.REPORTED, SOIL, "10-09 09:00", case_id="k-2"),
        step(Step.APPROVED, LAND, "10-09 10:00", case_id="k-1", referred_by=LAND),
        step(Step.REPORTED, SOIL, "10-08 09:00", case_id="k-3"),
        step(Step.APPROVED, SOIL, "10-08 12:00", case_id="k-3"),
    )
    return made


def listed(office, **query):
    page = page_of(worker_of(office), parse_page_request(Owed, query))
    return [f"{item.key}:{item.rule}" for item in page.items], page.next


def test_what_is_breached_soonest_comes_first(office):
    assert listed(office, open="true") == (["k-3:C3", "k-1:C3", "k-2:C2"], None)


def test_a_list_is_asked_by_owner_state_and_time(office):
    assert listed(office, owner=LAND)[0] == ["k-1:C3"]
    assert listed(office, state="已履行")[0] == ["k-3:C2"]
    assert listed(office, open="true", due_at="2026-10-10T02:00:00Z")[0] == ["k-3:C3", "k-1:C3"]


def test_a_list_goes_on_where_its_last_page_ended(office):
    first, following = listed(office, open="true", limit="2")
    rest, end = listed(office, open="true", limit="2", after=following)

    assert ([*first, *rest], end) == (["k-3:C3", "k-1:C3", "k-2:C2"], None)


def test_what_is_no_end_of_a_page_is_refused(office):
    with pytest.raises(InvalidInputError, match="next"):
        listed(office, after="somewhere")


def test_what_stands_still_is_listed_by_its_state():
    office = Office()
    office.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00"))
    office.world.now = at("10-10 09:00")
    command = SuspendObligation(office.clock("C9").id, "委托鉴定")
    office.department.execute(command_handlers.suspend, command)

    assert listed(office, state=State.SUSPENDED.value)[0] == ["k-1:C9"]


def worker_of(office):
    return HandlerRunner(office.department.commands, None, lambda: None)


def told(office, rule):
    return explanation_of(worker_of(office), office.clock(rule).id).sentence


def test_one_sentence_shows_how_a_period_was_counted():
    office = Office()
    office.hears(
        step(Step.RECEIPTED, POLICE, "09-29 09:00"),
        step(Step.SUPPLEMENT_REQUESTED, POLICE, "09-30 09:00"),
        step(Step.SUPPLEMENTED, SOIL, "09-30 15:00"),
    )

    assert told(office, "C9") == (
        "public_security 决定立案或不予立案〔17号 9〕：2026-09-29签收案件（当日不计），"
        "9月30日因补正材料中止不计，10月1日至3日为第1至3日，期满日10月3日休息，"
        "顺延至下一工作日10月8日，至2026-10-08止；即将到期。"
    )


def test_the_sentence_tells_how_it_ended():
    office = Office()
    office.hears(step(Step.REPORTED, SOIL, "10-09 09:00"), step(Step.APPROVED, SOIL, "10-13 09:00"))

    assert told(office, "C2").endswith("至2026-10-12止；2026-10-13 09:00以“批准移送”履行，已逾期。")
