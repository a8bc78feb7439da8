"""A corrected act: one standing, and a review of what was decided on the strength of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from city_given import HOUSING, INDUSTRY, Town
from environment_given import NAME
from land_given import AREA, PLOT, TODAY
from offices_given import CITY, PINGYAO, QIXIAN, OfficeApi

from services.agriculture.plots.domain import KnownPlot
from services.corrections.messages import ActCorrected, CorrectAct, CorrectionKind
from services.environment.acts.corrections import correct_act
from services.environment.acts.domain import PlotAct
from services.environment.acts.queries import standing_on
from services.environment.plots.domain import Plot
from services.environment.plots.handlers import remove_suspicion
from services.environment.plots.messages import (
    LandClass,
    PlotStandingChanged,
    PlotState,
    PlotSuspected,
    RemoveSuspicion,
    SuspicionRemoved,
)
from services.environment.register.messages import PlotRegistered
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.messages import ApprovalReviewRequired
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.partners.province.messages import RegisterEntryAnnounced, RegisterEntryRemoved
from shared.clock.system import system_clock
from shared.errors import (
    FieldError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from shared.handling.worker import HandlerRunner
from shared.local.dev_keys import create_dev_keys
from shared.messages.contract import contract_of
from shared.vocabulary.approval_review import ReviewState

K = CorrectionKind
ENTRY = (PLOT, NAME, "140727", AREA, 41355.0, ("镉",))


def act_of(town, name) -> PlotAct:
    return next(act for act in town.environment.store.all(PlotAct) if act.type == name)


def correct(town, event_id, kind=K.VOID, replacement=None, on=TODAY, **office):
    command = CorrectAct(event_id, kind, on, "某更〔2026〕1号", "填写有误", replacement)
    made = town.environment.execute(correct_act, command, actor="head-1", **office)
    town.world.run_until_idle()
    return made


def plot(town) -> Plot:
    return town.environment.get(Plot, PLOT)


def hold(town) -> Hold:
    return town.land.get(Hold, PLOT)


def test_a_void_suspicion_leaves_the_plot_as_it_was_at_every_bureau():
    town = Town()
    town.record()
    town.suspect()

    correct(town, act_of(town, "plot.suspected").event_id)

    assert (plot(town).state, plot(town).suspicion, plot(town).past) == (
        PlotState.RECORDED,
        None,
        (),
    )
    assert hold(town).kind is HoldKind.LIFTED
    assert town.farms.find(KnownPlot, PLOT) is None
    [said] = town.environment.published(ActCorrected)
    assert (said.matter_id, said.kind, said.is_undone) == (PLOT, K.VOID, False)
    [standing] = town.environment.published(PlotStandingChanged)
    assert (standing.standing, standing.suspected) == (PlotState.RECORDED, False)


def test_a_corrected_day_counts_from_the_beginning():
    town = Town()
    town.record()
    town.register(TODAY)
    act = act_of(town, "plot.registered")

    correct(town, act.event_id, K.CORRECTED, {**act.content, "registered_on": "2026-09-01"})

    assert plot(town).registered_on == date(2026, 9, 1)
    assert plot(town).state is PlotState.REGISTERED
    assert not town.environment.published(PlotStandingChanged), "nobody acts on the day alone"


def test_a_revoked_act_has_effect_until_its_day():
    town = Town()
    town.record()
    town.register(date(2026, 9, 1))
    act = act_of(town, "plot.registered")

    correct(town, act.event_id, K.REVOKED, on=date(2026, 10, 1))

    assert plot(town).state is PlotState.RECORDED
    assert hold(town).kind is HoldKind.LIFTED
    read = queries_on(town)
    assert read(PLOT, "2026-09-15") == "在名录内"
    assert read(PLOT, "2026-10-02") == "已登记"


def queries_on(town):
    work = HandlerRunner(town.environment.commands, None, lambda: None)
    return lambda code, day: standing_on(work, code, day).standing


def test_a_correction_of_a_correction_restores():
    town = Town()
    town.record()
    town.suspect()
    before = plot(town)
    changed = correct(town, act_of(town, "plot.suspected").event_id)

    correct(town, changed.correction_ids[0], K.REVOKED)

    assert plot(town) == before
    assert hold(town).kind is HoldKind.SUSPECTED
    with pytest.raises(WrongStateError, match="已经撤销"):
        correct(town, changed.correction_ids[0], K.REVOKED)


def test_what_relied_on_a_wrong_report_is_looked_at_again_and_what_did_not_is_not():
    """[行政许可法 69]: housing was approved because a report had found nothing."""
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, LandClass.FIRST)
    housing, works = town.ask(HOUSING), town.ask(INDUSTRY)
    assert housing.state is works.state is ApplicationState.APPROVED
    act = act_of(town, "survey.reviewed")

    correct(town, act.event_id, K.CORRECTED, {**act.content, "outcome": "未通过评审"})

    assert plot(town).state is PlotState.SURVEY_DUE
    [review] = town.land.published(ApprovalReviewRequired)
    assert review.application_id == housing.application_id
    assert "核验结论改为" in review.why
    assert town.look(housing).review is ReviewState.DUE
    assert town.look(works).review is ReviewState.NONE


def test_a_report_that_was_worse_than_said_stops_what_it_had_allowed():
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, LandClass.FIRST)
    housing = town.ask(HOUSING)
    act = act_of(town, "survey.reviewed")

    correct(town, act.event_id, K.CORRECTED, {**act.content, "outcome": "超过筛选值"})

    assert plot(town).state is PlotState.POLLUTED
    assert (hold(town).kind, hold(town).finding) == (HoldKind.SUSPECTED, "超过筛选值")
    assert town.look(housing).review is ReviewState.DUE


def test_a_void_listing_lets_stopped_procedures_go_on():
    """[code.456]: the province withdrew its notice; stopping was a pause."""
    town = Town()
    town.record()
    waits = town.ask(HOUSING)
    town.register()
    assert town.look(waits).state is ApplicationState.STOPPED

    correct(town, act_of(town, "plot.registered").event_id)

    assert plot(town).state is not PlotState.REGISTERED
    assert town.look(waits).state is ApplicationState.DEFERRED


def test_land_that_only_a_void_listing_recorded_keeps_its_ground():
    town = Town()
    town.register()

    correct(town, act_of(town, "plot.registered").event_id)

    assert (plot(town).state, plot(town).past, plot(town).area) == (PlotState.RECORDED, (), AREA)
    assert hold(town).kind is HoldKind.LIFTED


@pytest.mark.parametrize(
    ("kind", "replacement", "words"),
    [
        (K.CORRECTED, None, "更正后的全部内容"),
        (K.CORRECTED, {"plot_code": PLOT}, "suspected_on"),
        (K.VOID, {"plot_code": PLOT}, "不填写"),
    ],
)
def test_a_correction_that_says_too_little_or_too_much_is_refused(kind, replacement, words):
    town = Town()
    town.record()
    town.suspect()
    event_id = act_of(town, "plot.suspected").event_id

    with pytest.raises(InvalidInputError, match=words):
        correct(town, event_id, kind, replacement)

    assert plot(town).state is PlotState.SUSPECTED


def test_an_act_is_corrected_once_and_never_for_tomorrow_nor_for_another_plot():
    town = Town()
    town.record()
    town.suspect()
    act = act_of(town, "plot.suspected")
    with pytest.raises(InvalidInputError, match="今天"):
        correct(town, act.event_id, on=TODAY + timedelta(days=1))
    with pytest.raises(InvalidInputError, match=PLOT):
        correct(town, act.event_id, K.CORRECTED, {**act.content, "plot_code": "140727-0099"})
    with pytest.raises(NotFoundError):
        correct(town, "01960000-0000-7000-8000-000000000001")

    correct(town, act.event_id)

    with pytest.raises(WrongStateError, match="请先撤销该次处理"):
        correct(town, act.event_id)


def test_relays_of_the_province_are_corrected_by_the_city_and_all_else_by_the_county():
    town = Town()
    town.record()
    town.suspect()
    town.register()
    listing, suspicion = act_of(town, "plot.registered"), act_of(town, "plot.suspected")

    for event_id, division in ((listing.event_id, QIXIAN), (suspicion.event_id, CITY)):
        with pytest.raises(ForbiddenError):
            correct(town, event_id, division=division)
    with pytest.raises(ForbiddenError, match="祁县"):
        correct(town, suspicion.event_id, division=PINGYAO)
    correct(town, listing.event_id, division=CITY)
    correct(town, suspicion.event_id, division=QIXIAN)

    assert plot(town).state is PlotState.RECORDED


def test_the_head_removes_a_suspicion_and_the_hold_goes():
    town = Town()
    town.record()
    town.suspect()
    command = RemoveSuspicion(PLOT, "祁环函〔2026〕1号", "经核实，储罐从未使用", TODAY)

    town.environment.execute(remove_suspicion, command, actor="head-1")
    town.world.run_until_idle()

    assert (plot(town).state, plot(town).suspicion) == (PlotState.RECORDED, None)
    assert plot(town).past == (PlotState.SUSPECTED,), "what was once found stays on record"
    assert hold(town).kind is HoldKind.LIFTED
    assert len(town.environment.published(SuspicionRemoved)) == 1
    with pytest.raises(WrongStateError, match="不必移出"):
        town.environment.execute(remove_suspicion, command, actor="head-1")


def test_a_late_listing_is_told_whole_where_its_own_event_would_mislead():
    """The province listed and removed a plot; the listing arrives after a later suspicion."""
    town = Town()
    town.record()
    town.suspect()
    removed = RegisterEntryRemoved(PLOT, "某移1号", date(2026, 8, 1), ("不得开采地下水",))
    listed = RegisterEntryAnnounced(*ENTRY, "某列1号", date(2026, 7, 1))
    town.environment.deliver_event(removed, publisher="province", sequence=1)
    town.environment.deliver_event(listed, publisher="province", sequence=2)
    town.world.run_until_idle()

    assert plot(town).state is PlotState.SUSPECTED
    assert plot(town).conditions == ("不得开采地下水",)
    assert hold(town).kind is HoldKind.SUSPECTED
    published = [type(event) for event in town.environment.published()]
    assert published.count(PlotRegistered) <= 1
    assert published.count(PlotSuspected) == 1


def test_what_was_known_when_an_application_was_cleared_is_answered(tmp_path):
    create_dev_keys(tmp_path, system_clock())
    town = Town()
    town.record()
    town.survey(SurveyOutcome.CLEAN, LandClass.FIRST)
    housing = town.ask(HOUSING)
    town.world.advance(timedelta(days=3))
    town.suspect(TODAY + timedelta(days=3))
    side = town.environment
    api = OfficeApi("environment", tmp_path, side.store, side.context)

    path = f"/v1/gates/{housing.application_id}/knowledge"
    said = api.ask("GET", path, QIXIAN).json

    [then], [now] = said["then"], said["now"]
    assert (then["standing"], now["standing"]) == ("未超筛选值", "疑似污染")
    assert [act["type"] for act in then["acts"]] == [
        "RecordPlot",
        "survey.submitted",
        "survey.reviewed",
    ]
    assert said["differences"] == [f"地块 {PLOT}：当时为“未超筛选值”，现认定为“疑似污染”"]
    assert api.ask("GET", path, PINGYAO).status_code == 403


def test_a_standing_on_a_day_is_read_by_the_day(tmp_path):
    create_dev_keys(tmp_path, system_clock())
    town = Town()
    town.record()
    town.register(date(2026, 9, 1))
    side = town.environment
    api = OfficeApi("environment", tmp_path, side.store, side.context)

    def standing(day):
        return api.ask("GET", f"/v1/plots/{PLOT}/standings/{day}", QIXIAN).json["standing"]

    assert [standing("2026-08-31"), standing("2026-09-01")] == ["已登记", "在名录内"]
    wrong = api.ask("GET", f"/v1/plots/{PLOT}/standings/yesterday", QIXIAN)
    assert wrong.status_code == 422
    assert FieldError("day", "应为日期，如 2026-10-08").message in wrong.json["detail"]


def test_an_act_is_stored_as_its_event_says_it():
    town = Town()
    town.record()
    town.suspect()

    act = act_of(town, "plot.suspected")

    [event] = town.environment.published(PlotSuspected)
    assert contract_of(PlotSuspected).load(act.content) == event
    assert act.event_id == next(
        envelope.id for envelope in town.environment.sent() if "suspected" in envelope.type
    )
    assert replace(act, corrections=()) == act
