"""The timeline of a case: both sides see its steps and its clocks."""

from datetime import timedelta

import pytest
from sight_given import a_sent_case, a_world, not_filed, passes, receipted, sees

from services.casework.steps.messages import Step
from services.casework.timelines.domain import KeptClock
from shared.store.pages import PageRequest


@pytest.fixture
def world():
    return a_world()


def line(timeline, step):
    return next(entry for entry in timeline.entries if entry.step == step)


def clock(timeline, rule):
    return next(clock for clock in timeline.clocks if clock.rule == rule)


def test_the_department_sees_every_step_of_both_sides_with_its_event(world):
    case = a_sent_case(world)
    receipted(world, case)

    seen = sees(world, "environment").get_case_timeline(case)

    steps = [entry.step for entry in seen.entries]
    assert steps == [Step.SUSPECTED, Step.REPORTED, Step.APPROVED, Step.SENT, Step.RECEIPTED]
    assert all(entry.event_id and entry.correlation for entry in seen.entries)
    assert line(seen, Step.RECEIPTED).by == "某某丁"
    assert line(seen, Step.SENT).basis == "17号 6; 310号 5-6"
    assert seen.title == "某某涉嫌污染环境案"


def test_public_security_sees_the_steps_before_the_case_came(world):
    case = a_sent_case(world)

    seen = sees(world, "public_security").get_case_timeline(case)

    assert seen.entries[0].step == Step.SUSPECTED
    assert {clock.rule for clock in seen.clocks} == {"C1", "C1-team", "C2", "C3", "C4", "C21"}


def test_a_step_names_the_clocks_that_it_started_and_ended(world):
    case = a_sent_case(world)
    receipted(world, case)

    seen = sees(world, "environment").get_case_timeline(case)

    signed = line(seen, Step.RECEIPTED)
    assert signed.ended == (clock(seen, "C4").obligation_id,)
    assert clock(seen, "C9").obligation_id in signed.started
    assert "签收案件" in clock(seen, "C9").explanation


def test_a_breach_is_seen_by_both_sides_and_so_is_its_late_end(world):
    case = a_sent_case(world)
    receipted(world, case)

    passes(world, timedelta(days=20))

    for side in ("environment", "public_security"):
        seen = clock(sees(world, side).get_case_timeline(case), "C9")
        assert (seen.state, seen.late) == ("已逾期", True)
    not_filed(world, case)
    for side in ("environment", "public_security"):
        seen = clock(sees(world, side).get_case_timeline(case), "C9")
        assert (seen.state, seen.late) == ("已履行", True)


def test_open_clocks_come_first_by_their_time_of_breach(world):
    case = a_sent_case(world)
    receipted(world, case)

    clocks = sees(world, "environment").get_case_timeline(case).clocks

    open_ones = [clock for clock in clocks if clock.state in ("计时中", "即将到期")]
    assert list(clocks[: len(open_ones)]) == open_ones
    assert [open_one.due_at for open_one in open_ones] == sorted(
        open_one.due_at for open_one in open_ones
    )


def test_a_department_lists_what_it_owes_itself_soonest_breach_first(world):
    case = a_sent_case(world)
    receipted(world, case)

    mine = sees(world, "public_security").get_duties(PageRequest({}))

    assert {item.owner for item in mine.items} == {"public_security"}
    assert all(item.open for item in mine.items)
    times = [item.due_at for item in mine.items]
    assert times == sorted(times)
    theirs = sees(world, "environment").get_duties(PageRequest({}))
    assert {item.rule for item in theirs.items} >= {"C21"}


def test_what_others_owe_in_other_cases_is_not_kept(world):
    a_sent_case(world)

    kept = world.natural_resources.store.all(KeptClock)

    assert [clock for clock in kept if clock.case_id] == []


def test_words_of_clocks_delivered_twice_change_nothing_more(world):
    case = a_sent_case(world)
    receipted(world, case)
    once = sees(world, "environment").get_case_timeline(case)

    for envelope in world.coordination.sent():
        world.environment.deliver(envelope)

    assert sees(world, "environment").get_case_timeline(case) == once
