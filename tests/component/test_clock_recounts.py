"""A recount checks shared values once for many clocks, writes the changed ones, and confirms."""

from dataclasses import replace

import pytest
from clock_given import POLICE, Office, at, step

from services.casework.steps.messages import Step
from services.coordination.clocks.commands import RecountObligations
from services.coordination.clocks.domain import OPEN_CLOCKS, Obligation, RecountBaseline
from services.coordination.clocks.messages import ObligationChanged
from services.coordination.clocks.recount import recount as recounting
from services.coordination.clocks.recount.filter import ALIKE, is_unaffected
from services.coordination.clocks.recount.state import obligation_as_recounted, with_confirmed_state
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.rule import Warn
from shared.calendar import calendar_of
from shared.handling.worker import HandlerRunner
from shared.store.grouping import KeyRange

BEFORE, AFTER = "2024-11-12", "2025-11-04"


@pytest.fixture
def office():
    made = Office()
    made.hears(step(Step.RECEIPTED, POLICE, "10-09 09:00"))
    return made


def shared_values(office):
    """Return the shared values of C9's clocks: three natural days from 2026-10-09."""
    found = office.department.store.group(Obligation, KeyRange("portion", 0, 256), ALIKE)
    (values,) = [one.values for one in found if one.values["rule"] == "C9"]
    return values


def glance(values, book=None, counted=None, calendar=AFTER):
    return is_unaffected(values, counted, book or rulebook(), calendar_of(calendar))


def counted_before(office):
    """Give the clock of C9 the calendar that did not know 2026, with the same end."""
    kept = replace(office.clock("C9"), calendar=BEFORE, provisional=True)
    office.department.store.transact(lambda session: session.save(kept))
    return kept


def recount(office):
    command = RecountObligations("2026年放假安排")
    office.department.execute(recounting.begin, command, actor="head-1")
    recounting.proceed(office.department.context)


def test_a_glance_is_enough_only_where_it_cannot_deceive(office):
    """[17号 9] Whether an extension is void depends on the period before it."""
    values = shared_values(office)

    assert glance(values)
    assert not glance({**values, "length": 7})
    assert not glance({**values, "day": "2026-09-30"})
    assert not glance({**values, "limit": "gone"})
    assert not glance({**values, "rule": "gone"})


def test_another_rulebook_deceives_unless_the_rules_of_the_kind_are_the_same(office):
    values, book = shared_values(office), rulebook()
    other = replace(book, version="other")
    rules = {"case": book.digest("case")}

    assert not glance(values, other)
    assert glance(values, other, RecountBaseline(OPEN_CLOCKS, BEFORE, (book.version,), rules))
    assert not glance(values, other, RecountBaseline(OPEN_CLOCKS, BEFORE, ("older",), rules))
    assert not glance(
        values, other, RecountBaseline(OPEN_CLOCKS, BEFORE, (book.version,), {"case": "x"})
    )


def test_hours_are_the_same_in_every_calendar(office):
    found = office.department.store.group(Obligation, KeyRange("portion", 0, 256), ALIKE)
    hours = [one.values for one in found if one.values["unit"] == "hour"]

    assert all(glance(values, calendar=BEFORE) for values in hours)


def test_a_warning_that_moved_is_seen_though_the_end_did_not(office):
    """One working day before 2026-10-12 is the 10th, which the notice made a working day."""
    book, values = rulebook(), {**shared_values(office), "calendar": BEFORE}
    rule = replace(book.rules["C9"], warn=Warn(before=1))
    warned = replace(book, rules={**book.rules, "C9": rule})

    assert glance(values)
    assert not glance(values, warned)
    assert glance({**values, "calendar": AFTER}, warned)


def test_what_stands_is_not_written_and_is_shown_as_confirmed(office):
    kept = counted_before(office)

    recount(office)

    assert office.clock("C9") == kept
    seen = obligation_as_recounted(
        HandlerRunner(office.department.commands, None, lambda: None), kept.id
    )
    assert (seen.calendar, seen.provisional, seen.due_at) == (AFTER, False, kept.due_at)
    assert office.department.published(ObligationChanged) == []


def test_what_a_new_rulebook_leaves_as_it_was_is_folded_and_not_written(office):
    kept = replace(counted_before(office), rulebook="older")
    office.department.store.transact(lambda session: session.save(kept))

    recount(office)

    assert office.clock("C9") == kept
    assert office.department.published(ObligationChanged) == []


def test_what_no_notice_covers_stays_provisional(office):
    kept = replace(counted_before(office), last_day=at("10-12 09:00").date().replace(year=2027))

    assert with_confirmed_state(kept, RecountBaseline(OPEN_CLOCKS, AFTER, (), {})).provisional


def test_what_ended_or_was_never_confirmed_is_shown_as_it_was(office):
    kept = counted_before(office)
    counted = RecountBaseline(OPEN_CLOCKS, AFTER, (), {})

    assert with_confirmed_state(kept, None) == kept
    assert with_confirmed_state(replace(kept, open=False), counted) == replace(kept, open=False)


def test_a_recount_writes_down_by_what_all_open_clocks_stand(office):
    old = replace(office.clock("C9"), rulebook="older")
    office.department.store.transact(lambda session: session.save(old))

    recount(office)

    counted = office.department.get(RecountBaseline, OPEN_CLOCKS)
    assert counted.calendar == AFTER
    assert set(counted.rulebooks) == {"older", rulebook().version}
    assert glance(shared_values(office), counted=counted)
