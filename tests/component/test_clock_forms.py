"""Forms of limits: named days, days counted back, duties that repeat or follow a breach."""

from datetime import date, datetime, time, timedelta
from itertools import permutations

import pytest
from clock_given import at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.coordination.clocks.domain import Doubt, Obligation
from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.book import FOLDER, configure_rules_folder, rulebook
from services.coordination.clocks.states import ObligationState as State
from services.environment.surveys.messages import (
    JudgementGiven,
    SurveyOutcome,
    SurveyPublished,
)
from services.natural_resources.surveys.messages import OpinionGiven
from shared.handling.unit_of_work import LEGAL_ZONE
from shared.testing.world import World, envelope_of

SURVEY, PLOT = "s-0001", "140727-0003"
PUBLISHED = "environment.survey.published.v1"
OPINION = "natural_resources.survey_opinion.given.v1"
HEAD = f"""
[[rule]]
id = "{{name}}"
title = "某某事项"
thread = "survey"
starts = ["{PUBLISHED}"]
owner = "natural_resources"
"""
UNTIL = (
    HEAD.format(name="until")
    + f"""
fulfilled = ["{OPINION}"]
limit = [{{ due = "published_until", mark = "C", basis = ["code.454"] }}]
"""
)
AHEAD = (
    HEAD.format(name="ahead")
    + """
self = true

[[rule.limit]]
before = "published_from"
length = 5
unit = "working_day"
mark = "C"
basis = ["code.454"]
"""
)
SINCE = (
    HEAD.format(name="since")
    + f"""
fulfilled = ["{OPINION}"]

[[rule.limit]]
from = "published_from"
length = 5
unit = "working_day"
mark = "C"
basis = ["code.454"]
"""
)
AGAIN = (
    HEAD.format(name="again")
    + f"""
fulfilled = ["{OPINION}"]
repeat = true
withdrawn = ["environment.survey_judgement.given.v1"]
limit = [{{ length = 5, unit = "working_day", mark = "C", basis = ["code.454"] }}]
"""
)
AFTER = """
[[rule]]
id = "after"
title = "某某事项逾期后责令改正"
thread = "survey"
starts = [{ event = "coordination.obligation.overdue.v1", where = { rule = ["until"] } }]
owner = "environment"
fulfilled = ["environment.survey_judgement.given.v1"]
limit = [{ length = 5, unit = "working_day", mark = "C", basis = ["code.454"] }]
"""
BOTH = f"""
[[rule]]
id = "both"
title = "某某事项"
thread = "survey"
starts = ["{PUBLISHED}"]
owners = ["environment", "agriculture"]
duty_of = "土地使用权人"
fulfilled = ["{OPINION}"]
limit = [{{ length = 5, unit = "working_day", mark = "C", basis = ["code.454"] }}]
"""


@pytest.fixture
def rules(tmp_path):
    """Return a function that puts rules into force, which may use the period of a publication."""

    def write(*texts: str) -> None:
        hears = (FOLDER / "hears.toml").read_text(encoding="utf-8")
        kept = f'event = "{PUBLISHED}"\nthread = "survey"\nkey = "survey_id"\n'
        assert kept in hears
        more = kept + 'division = "plot_code"\nkeep = ["published_from", "published_until"]\n'
        (tmp_path / "hears.toml").write_text(hears.replace(kept, more), encoding="utf-8")
        (tmp_path / "test.toml").write_text("\n".join(texts), encoding="utf-8")
        configure_rules_folder(tmp_path)
        rulebook()

    yield write
    configure_rules_folder()


def published(begins: str, ends: str) -> SurveyPublished:
    days = (date.fromisoformat(begins), date.fromisoformat(ends))
    return SurveyPublished(SURVEY, PLOT, "调查报告", "https://example.gov.cn/1", *days)


class Desk:
    """The office with a rulebook of the test."""

    def __init__(self) -> None:
        self.world = World("coordination")
        self.office = self.world.coordination

    def hears(self, event, when, by, name) -> None:
        self.world.now = max(self.world.now, when)
        self.office.deliver(envelope_of(event, name, None, by, when))
        self.overdue_comes_back()

    def passes(self, when) -> None:
        self.world.now = when
        self.office.tick()
        self.overdue_comes_back()

    def overdue_comes_back(self) -> None:
        self.world.run_until_idle()

    def clocks(self, rule=None) -> list[Obligation]:
        found = self.office.store.all(Obligation)
        found = [clock for clock in found if rule is None or clock.rule == rule]
        return sorted(found, key=lambda clock: (clock.started_at, clock.rule))

    def ends(self, rule) -> list[datetime]:
        return [clock.due_at.astimezone(LEGAL_ZONE) for clock in self.clocks(rule)]


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min, LEGAL_ZONE)


def opinion() -> OpinionGiven:
    return OpinionGiven(SURVEY, PLOT, True, "同意")


def judged(day: int) -> JudgementGiven:
    return JudgementGiven(SURVEY, PLOT, SurveyOutcome.CLEAN, date(2026, 10, day))


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ("2026-10-08", "2026-10-08"),
        ("2026-10-03", "2026-10-03"),  # within 国庆: a day that an act names does not move
        ("2027-02-07", "2027-02-07"),  # within 春节
    ],
)
def test_a_period_ends_with_the_day_that_the_act_names(rules, ends, due):
    rules(UNTIL)
    desk = Desk()

    desk.hears(published("2026-09-20", ends), at("09-20 09:00"), "environment", "e1")

    assert desk.ends("until") == [end_of(due)]


@pytest.mark.parametrize(
    ("begins", "filed", "late"),
    [
        # Five working days before Friday 2026-10-16: 15, 14, 13, 12 and Saturday 10, which is
        # worked in place of a day of 国庆; so it must be filed by the end of the 10th.
        ("2026-10-16", "10-09 17:00", False),
        ("2026-10-16", "10-10 23:00", False),
        ("2026-10-16", "10-11 00:30", True),
        ("2026-10-16", "10-13 09:00", True),
        ("2026-12-18", "12-10 09:00", False),
        ("2026-12-18", "12-16 09:00", True),
    ],
)
def test_a_period_counted_back_is_kept_or_missed_at_once(rules, begins, filed, late):
    rules(AHEAD)
    desk = Desk()

    desk.hears(published(begins, "2026-12-30"), at(filed), "environment", "e1")

    [clock] = desk.clocks("ahead")
    assert (clock.state, clock.open, clock.late) == (State.FULFILLED, False, late)


@pytest.mark.parametrize(
    ("begins", "last_day"),
    [
        ("2026-11-02", "2026-11-09"),  # a plain week: 3, 4, 5, 6, 9 November
        ("2026-09-24", "2026-10-09"),  # 中秋 and 国庆: 28, 29, 30 September, 8, 9 October
        ("2026-09-30", "2026-10-13"),  # 8, 9, Saturday 10 (worked), 12, 13 October
    ],
)
def test_a_period_counts_from_the_day_that_the_act_names(rules, begins, last_day):
    rules(SINCE)
    desk = Desk()

    desk.hears(published(begins, "2027-03-01"), at("09-23 09:00"), "environment", "e1")

    [clock] = desk.clocks("since")
    assert clock.last_day == date.fromisoformat(last_day)
    assert desk.ends("since") == [end_of(last_day)]


def test_what_fulfils_a_repeating_duty_begins_the_next_until_it_is_closed(rules):
    rules(AGAIN)
    desk = Desk()
    desk.hears(published("2026-10-10", "2026-12-01"), at("10-12 09:00"), "environment", "e1")

    for number, when in enumerate(("10-14 09:00", "10-20 09:00", "10-26 09:00"), 2):
        desk.hears(opinion(), at(when), "natural_resources", f"e{number}")
        clocks = desk.clocks("again")
        assert [clock.open for clock in clocks] == [False] * (len(clocks) - 1) + [True]
        assert len(clocks) == number

    desk.hears(judged(28), at("10-28 09:00"), "environment", "e9")
    assert not [clock for clock in desk.clocks("again") if clock.open]


def test_a_breach_obliges_an_authority_once(rules):
    rules(UNTIL, AFTER)
    desk = Desk()
    desk.hears(published("2026-10-10", "2026-10-20"), at("10-12 09:00"), "environment", "e1")
    assert desk.clocks("after") == []

    for _ in range(3):
        desk.passes(at("10-22 09:00"))

    [breached], [follows] = desk.clocks("until"), desk.clocks("after")
    assert breached.state is State.OVERDUE
    assert (follows.owner, follows.open) == ("environment", True)
    desk.hears(judged(23), at("10-23 09:00"), "environment", "e5")
    assert desk.clocks("after")[0].state is State.FULFILLED


def test_several_owners_have_a_clock_each_and_the_bearer_of_the_duty_is_named(rules):
    rules(BOTH)
    desk = Desk()

    desk.hears(published("2026-10-10", "2026-10-20"), at("10-12 09:00"), "environment", "e1")

    assert {(clock.rule, clock.owner) for clock in desk.clocks()} == {
        ("both-environment", "environment"),
        ("both-agriculture", "agriculture"),
    }
    assert {clock.duty_of for clock in desk.clocks()} == {"土地使用权人"}
    assert {clock.division for clock in desk.clocks()} == {"140727"}


def test_the_order_of_arrival_and_repetition_change_no_clock(rules):
    rules(UNTIL, AHEAD, SINCE, AGAIN, BOTH)
    told = [
        (published("2026-10-20", "2026-11-20"), at("10-12 09:00"), "environment", "e1"),
        (opinion(), at("10-13 09:00"), "natural_resources", "e2"),
        (opinion(), at("10-14 09:00"), "natural_resources", "e3"),
    ]
    seen = set()
    for order in permutations(told):
        desk = Desk()
        desk.world.now = at("10-14 10:00")  # all arrive within every period
        for event in (*order, order[0]):
            desk.hears(*event)
        desk.passes(at("10-22 09:00"))
        seen.add(
            tuple(
                (clock.rule, clock.act_id, clock.due_at, clock.state, clock.late)
                for clock in desk.clocks()
            )
        )

    assert len(seen) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2026, 10, 9), date(2027, 3, 1)))
def test_a_named_day_is_the_end_whatever_day_it_is(rules, day):
    rules(UNTIL)
    desk = Desk()

    desk.hears(published("2026-10-08", day.isoformat()), at("10-08 09:00"), "environment", "e1")

    assert desk.ends("until") == [end_of(day.isoformat())]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (UNTIL.replace("due =", "until ="), "due"),
        (UNTIL.replace("published_until", "survey_title"), "survey_title"),
        (AHEAD.replace("length = 5", ""), "length"),
        (AFTER.replace('where = { rule = ["until"] }', "where = {}"), "where"),
        (BOTH.replace("owners =", 'owner = "environment"\nowners ='), "owner"),
    ],
)
def test_a_form_that_cannot_be_counted_is_refused_with_the_remedy(rules, text, words):
    with pytest.raises(RuleError, match=words):
        rules(UNTIL if "after" in text else "", text)


def test_no_doubt_remains_where_every_day_is_named(rules):
    rules(UNTIL, AHEAD, SINCE)
    desk = Desk()

    desk.hears(published("2026-10-20", "2026-11-20"), at("10-12 09:00"), "environment", "e1")

    assert desk.office.store.all(Doubt) == []
