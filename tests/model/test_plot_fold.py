"""The standing of a plot does not depend on the order in which its acts arrive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from land_given import AREA, PLOT

from services.environment.acts.domain import ActCorrection, PlotAct, dumped, name_of, order_of
from services.environment.acts.fold import AsOf, effects, standing
from services.environment.plots.messages import (
    LandClass,
    PlotState,
    PlotSuspected,
    RecordPlot,
    Suspicion,
    SuspicionRemoved,
)
from services.environment.register.messages import PlotDelisted, PlotRegistered
from services.environment.surveys.messages import SurveyOutcome, SurveyReviewed, SurveySubmitted

FIRST_DAY = date(2026, 3, 2)
MORNING = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
NOW = MORNING + timedelta(days=30)
TODAY = NOW.date()
SHA = "9f" * 32
NAME, COUNTY, M2 = "某某焦化厂地块", "140727", 41355.0
GROUND = RecordPlot(PLOT, NAME, COUNTY, AREA, M2)


def act(content: object, day: date, number: int) -> PlotAct:
    """Build an act that was said and known in the order of its number."""
    name, said_at = name_of(content), MORNING + timedelta(hours=number)
    key = f"{number:03}"
    return PlotAct(
        act_id=key,
        plot_code=PLOT,
        county=COUNTY,
        type=name,
        content=dumped(content),
        effective_on=day,
        said_at=said_at,
        known_at=said_at,
        order=order_of(name, day, said_at, key, key),
        day_number=day.toordinal(),
        event_id=key,
    )


def recorded() -> PlotAct:
    return act(GROUND, date.min, 0)


def content(kind: str, day: date, number: int) -> object:
    if kind == "listed":
        entry = (PLOT, NAME, COUNTY, AREA, M2, ("镉",))
        return PlotRegistered(*entry, f"某列{number}号", day)
    if kind == "delisted":
        return PlotDelisted(PLOT, f"某移{number}号", day, (), (), LandClass.SECOND)
    if kind == "suspected":
        return PlotSuspected(PLOT, NAME, COUNTY, AREA, Suspicion.RISK_EVIDENCE, day)
    if kind == "unsuspected":
        return SuspicionRemoved(PLOT, f"某消{number}号", "从未使用", day)
    if kind == "submitted":
        return SurveySubmitted(f"s-{number:04}", PLOT, "调查报告", "某某公司", SHA, day)
    outcome = SurveyOutcome.EXCEEDED if kind == "over" else SurveyOutcome.CLEAN
    return SurveyReviewed(f"s-{number:04}", PLOT, outcome, "可信", day, land_class=LandClass.FIRST)


KINDS = ("listed", "delisted", "suspected", "unsuspected", "submitted", "clean", "over")


def history(drawn: Sequence[tuple[str, int]]) -> list[PlotAct]:
    """Build the acts of kinds on days, said in this order."""
    days = [(kind, FIRST_DAY + timedelta(days=day)) for kind, day in drawn]
    acts = [
        act(content(kind, day, number), day, number) for number, (kind, day) in enumerate(days, 1)
    ]
    return [recorded(), *acts]


drawn_acts = st.tuples(st.sampled_from(KINDS), st.integers(0, 40))
histories = st.lists(drawn_acts, min_size=1, max_size=9).map(history)
at_now = AsOf(TODAY, NOW)


@given(histories, st.randoms())
def test_the_same_acts_in_any_order_of_arrival_give_one_standing(acts, random):
    shuffled = list(acts)
    random.shuffle(shuffled)

    assert standing(None, shuffled, at_now) == standing(None, acts, at_now)


@pytest.mark.parametrize("length", [3])
def test_every_order_of_short_histories_gives_one_standing(length):
    """Exhaustive: all kinds of acts on three days, in every order of arrival."""
    for kinds in product(KINDS, repeat=length):
        acts = history([(kind, day) for day, kind in enumerate(kinds)])
        expected = standing(None, acts, at_now)
        for order in permutations(acts):
            assert standing(None, order, at_now) == expected


@given(histories)
def test_an_act_that_is_void_leaves_what_the_others_say(acts):
    """A correction of a correction restores."""
    for wrong in acts[1:]:
        others = [each for each in acts if each is not wrong]
        void = with_correction(wrong, from_beginning=True)
        undone = replace(
            void, corrections=(replace(void.corrections[0], undone_at=NOW - timedelta(hours=1)),)
        )

        assert standing(None, [*others, void], at_now) == standing(None, others, at_now)
        assert standing(None, [*others, undone], at_now) == standing(None, acts, at_now)


@given(histories, st.integers(0, 10))
def test_what_was_known_then_is_a_replay_up_to_that_instant(acts, number):
    instant = MORNING + timedelta(hours=number)
    known = [each for each in acts if each.known_at <= instant]
    then = AsOf(TODAY, instant)

    assert standing(None, acts, then) == standing(None, known, then)


@given(histories)
def test_a_plot_on_the_register_left_it_only_by_a_removal_of_that_day_or_later(acts):
    """[code.456, code.461]: no survey and no suspicion takes a plot off the register."""
    plot = standing(None, acts, at_now)
    listings = [each.effective_on for each in acts if each.type == "plot.registered"]
    removals = [each.effective_on for each in acts if each.type == "plot.delisted"]

    if listings and not [day for day in removals if day >= max(listings)]:
        assert plot.state is PlotState.REGISTERED


@given(histories)
def test_a_suspicion_that_became_known_after_a_report_is_not_settled_by_it(acts):
    """A report settles what was known when it was submitted [code.454-455]."""
    done = effects(None, acts, at_now)
    for place, effect in enumerate(done):
        if effect.act.type == "plot.suspected" and effect.event is not None:
            later = [each.act.type for each in done[place + 1 :]]
            cleared = {"survey.submitted", "plot.delisted", "plot.suspicion_removed"}
            if not cleared & set(later):
                assert done[-1].plot.suspicion is not None


def with_correction(act: PlotAct, *, from_beginning: bool) -> PlotAct:
    correction = ActCorrection(
        correction_id=f"c-{act.act_id}",
        kind="确认无效",
        effective_on=act.effective_on,
        known_at=NOW - timedelta(hours=2),
        document_number="某更1号",
        reason="填写有误",
        from_beginning=from_beginning,
    )
    return replace(act, corrections=(correction,))
