"""The monthly bulletin: computed from stored obligations, compared with figures by hand."""

from datetime import UTC, date, datetime

import pytest
from clock_given import POLICE, SOIL, at

from services.coordination.bulletins.domain import bulletin_of, month_of
from services.coordination.bulletins.html import page
from services.coordination.bulletins.markdown import markdown
from services.coordination.bulletins.paper import paper_of
from services.coordination.clocks.domain import Obligation
from services.coordination.clocks.states import ObligationState as State
from shared.calendar import Unit
from shared.messages.codec import to_wire
from shared.papers.rendering import Format, render

OCTOBER = month_of("2026-10")
NOW = at("11-05 09:00")


def owed(name, state, opened, due, ended=None, *, late=False, rule="C9", owner=POLICE):
    is_open = state in (State.RUNNING, State.DUE_SOON, State.OVERDUE, State.SUSPENDED)
    return Obligation(
        id=name,
        rule=rule,
        limit="17号",
        title={"C9": "决定立案或不予立案", "C10": "书面通知决定"}[rule],
        owner=owner,
        thread=f"case:{name}",
        key=name,
        act_id="e1",
        act_type="casework.case.step_taken.v1",
        act_title="签收案件",
        acted_by=owner,
        correlation="k",
        basis=("17号 9",),
        mark="L",
        calendar="2025-11-04",
        rulebook="1",
        started_at=at(opened),
        length=3,
        unit=Unit.NATURAL_DAY,
        opened_at=at(opened),
        due_at=at(due) if due else None,
        last_day=date(2026, 10, 12),
        warn_at=None,
        provisional=False,
        state=state,
        open=is_open,
        ended_at=at(ended) if ended else None,
        late=late,
    )


GOLDEN = (
    owed("in-time", State.FULFILLED, "10-08 09:00", "10-13 00:00", "10-12 09:00"),
    owed("a-day-late", State.FULFILLED, "10-08 09:00", "10-13 00:00", "10-14 00:00", late=True),
    owed(
        "three-days-late", State.FULFILLED, "10-08 09:00", "10-13 00:00", "10-16 00:00", late=True
    ),
    owed("owed-all-month", State.OVERDUE, "10-08 09:00", "10-22 00:00", rule="C10"),
    owed("withdrawn", State.WITHDRAWN, "10-20 09:00", "10-23 00:00", "10-21 09:00"),
    owed("next-month", State.RUNNING, "11-02 09:00", "11-05 00:00"),
    owed("from-september", State.FULFILLED, "09-28 09:00", "10-08 00:00", "10-07 09:00"),
    owed("of-others", State.OVERDUE, "10-08 09:00", "10-13 00:00", owner=SOIL),
    owed(
        "late-in-november", State.FULFILLED, "10-30 09:00", "10-31 00:00", "11-01 00:00", late=True
    ),
)


@pytest.fixture
def october():
    return bulletin_of(POLICE, OCTOBER, GOLDEN, NOW)


def test_the_figures_are_those_counted_on_paper(october):
    figures = (october.opened, october.in_time, october.late, october.overdue, october.withdrawn)

    assert figures == (6, 2, 2, 2, 1)
    assert october.open == 2


def test_delays_are_of_late_ends_and_of_what_is_owed_at_the_end_of_the_month(october):
    """24 h, 72 h, 240 h until 1 November, 24 h until 1 November: the median is 48 h."""
    assert (october.median_delay_h, october.worst_delay_h) == (48.0, 240.0)


def test_what_is_overdue_is_listed_with_its_article_the_longest_first(october):
    assert [breach.subject for breach in october.breaches] == ["owed-all-month", "late-in-november"]
    assert october.breaches[0].basis == ("17号 9",)
    assert october.breaches[0].hours_late == 240.0


def test_each_rule_has_its_own_row(october):
    rows = {
        tally.rule: (tally.opened, tally.fulfilled, tally.late, tally.overdue)
        for tally in october.rungs
    }

    assert rows == {"C10": (1, 0, 0, 1), "C9": (5, 4, 2, 1)}


def test_a_breach_told_in_one_month_and_mended_in_the_next_counts_late_there():
    november = bulletin_of(POLICE, month_of("2026-11"), GOLDEN, NOW)

    assert (november.late, november.overdue) == (1, 2)
    assert november.worst_delay_h == pytest.approx(345.0)


def test_the_running_month_is_counted_until_now():
    early = bulletin_of(POLICE, OCTOBER, GOLDEN, at("10-23 00:00"))

    assert early.worst_delay_h == 72.0
    assert [breach.hours_late for breach in early.breaches] == [24.0]


def test_a_department_without_duties_has_an_empty_bulletin():
    empty = bulletin_of("agriculture", OCTOBER, GOLDEN, NOW)

    assert (empty.opened, empty.overdue, empty.median_delay_h) == (0, 0, None)


def test_the_order_of_the_obligations_does_not_matter(october):
    assert bulletin_of(POLICE, OCTOBER, reversed(GOLDEN), NOW) == october


def test_december_ends_with_the_year():
    assert month_of("2026-12").until == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("name", ["2026-13", "2026-1", "October", "2026-00", "2026"])
def test_what_is_no_month_is_refused(name):
    with pytest.raises(ValueError):  # noqa: PT011  whichever part is wrong
        month_of(name)


def test_a_leader_sees_a_chart_and_each_breach_in_a_page_that_needs_no_network(october):
    made = page(to_wire(october))

    assert "公安局2026年10月应办事项通报" in made
    assert made.count("<rect") == 4
    assert "17号 9" in made
    assert "http" not in made


def test_the_same_bulletin_is_written_as_markdown_and_as_a_paper(october):
    told = to_wire(october)

    text = markdown(told)

    assert text.startswith("# 公安局2026年10月应办事项通报\n\n本月新增 6 件，办结 4 件，按期率 50%")
    assert "| owed-all-month | 2026-10-12 | 10.0天 | 17号 9 |" in text
    assert render(paper_of(told), Format.DOCX).content[:2] == b"PK"
