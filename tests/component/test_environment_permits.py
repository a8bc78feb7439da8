"""Permits: how they end, and the effect on their plots."""

import pytest
from environment_given import (
    CREDIT_CODE,
    FAR,
    INDUSTRY,
    PERMIT,
    PLOT,
    SECOND_PERMIT,
    TODAY,
    TOMORROW,
    cancel_permit,
    plot_of,
    query,
    record_permit,
    record_plot,
    register_plot,
    survey,
)

from services.environment.gates.messages import GateDeferred
from services.environment.permits import handlers as permits
from services.environment.permits.domain import Permit, PermitState
from services.environment.permits.messages import (
    CancellationKind,
    CancelPermit,
    PermitCancelled,
    PermitEnd,
    RecordPermit,
)
from services.environment.plots.messages import PlotState, PlotSuspected, Suspicion
from services.environment.surveys.messages import SurveyOutcome
from shared.errors import (
    AlreadyExistsError,
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from shared.messages.contract import contract_of
from shared.testing.world import World
from shared.vocabulary.geometry import area_m2, square_around


@pytest.fixture
def world():
    made = World("environment")
    record_plot(made)
    record_permit(made)
    return made


def test_a_cancelled_permit_makes_its_plot_suspected(world):
    """[plan.5, 42号令 12]: the plot vacated by a polluter (腾退地块) is suspected."""
    ended = cancel_permit(world)

    assert (ended.state, ended.cancelled_on) == (PermitState.ENDED, TODAY)
    assert plot_of(world).state is PlotState.SUSPECTED
    cancelled, suspected = world.environment.published()
    assert isinstance(cancelled, PermitCancelled)
    assert (cancelled.number, cancelled.plot_code) == (PERMIT, PLOT)
    assert cancelled.kind is CancellationKind.CANCELLED
    assert isinstance(suspected, PlotSuspected)
    assert (suspected.suspicion, suspected.suspected_on) == (Suspicion.PERMIT_ENDED, TODAY)


@pytest.mark.parametrize("kind", CancellationKind)
def test_each_of_the_three_ways_to_end_a_permit_is_told(kind):
    """[行政许可法 69, 70; code.1108]: 注销, 撤销, 吊销."""
    example = {"number": PERMIT, "kind": kind.value, "reason": "停产"}
    command = contract_of(CancelPermit).load({**example, "cancelled_on": "2026-10-08"})

    assert command.kind is kind


def test_a_permit_on_a_registered_plot_ends_without_a_suspicion(world):
    """[code.456]: the register takes precedence over the suspected list."""
    register_plot(world)

    cancel_permit(world)

    assert plot_of(world).state is PlotState.REGISTERED
    assert world.environment.published(PermitCancelled)
    assert not world.environment.published(PlotSuspected)


def test_a_permit_on_a_polluted_plot_ends_without_a_suspicion(world):
    survey(world, SurveyOutcome.EXCEEDED)

    cancel_permit(world)

    assert plot_of(world).state is PlotState.POLLUTED
    assert not world.environment.published(PlotSuspected)


def test_a_plot_once_found_clean_is_suspected_when_its_permit_ends_after_that(world):
    """[plan.5]: the survey does not cover the years of production since."""
    survey(world, SurveyOutcome.CLEAN)

    cancel_permit(world)

    assert plot_of(world).state is PlotState.SUSPECTED


def test_the_second_permit_on_a_plot_suspects_it_no_second_time(world):
    record_permit(world, SECOND_PERMIT)
    cancel_permit(world)

    cancel_permit(world, SECOND_PERMIT)

    assert len(world.environment.published(PermitCancelled)) == 2
    assert len(world.environment.published(PlotSuspected)) == 1


def test_a_permit_does_not_end_twice(world):
    cancel_permit(world)
    once = world.environment.published()

    with pytest.raises(WrongStateError, match=f"{PERMIT}.*2026-10-08.*终止"):
        cancel_permit(world)

    assert world.environment.published() == once


def test_a_request_sent_twice_with_one_key_ends_the_permit_once(world):
    cancel_permit(world, key="k1")
    once = world.environment.snapshot()

    cancel_permit(world, key="k1")

    assert world.environment.snapshot() == once


def test_a_permit_does_not_end_tomorrow(world):
    with pytest.raises(InvalidInputError, match="cancelled_on：不能晚于今天（2026-10-08）"):
        cancel_permit(world, on=TOMORROW)

    assert world.environment.get(Permit, PERMIT).state is PermitState.VALID
    assert not world.environment.published()


def test_a_permit_that_was_never_recorded_cannot_end(world):
    with pytest.raises(NotFoundError, match=f"{SECOND_PERMIT}.*排污许可证"):
        cancel_permit(world, SECOND_PERMIT)


def test_a_permit_of_an_unknown_plot_is_refused_with_what_to_do_first(world):
    with pytest.raises(NotFoundError, match=r"140727-0099.*请先登记地块"):
        record_permit(world, SECOND_PERMIT, plot="140727-0099")


def test_a_permit_is_recorded_once(world):
    with pytest.raises(AlreadyExistsError, match=PERMIT):
        record_permit(world)


def test_a_permit_number_must_begin_with_the_credit_code_of_its_holder(world):
    """[HJ 608-2017]."""
    with pytest.raises(InvalidInputError, match=r"credit_code.*前 18 位"):
        record_permit(world, SECOND_PERMIT, credit_code="91130200699229617X")


def test_every_wrong_field_of_a_permit_is_named():
    wrong = {
        "number": "91140100MA0HF4R238001P",
        "holder": "",
        "credit_code": CREDIT_CODE,
        "county": "110101",
        "address": "祁县某某园区",
        "plot_code": PLOT,
        "valid_until": "2026年",
    }

    with pytest.raises(InvalidInputError) as refused:
        contract_of(RecordPermit).load(wrong)

    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"number", "holder", "county", "valid_until"}


SECOND_PLOT = "140727-0004"


def record_for_two_plots(world):
    where, plots = "某某园区", (SECOND_PLOT,)
    command = RecordPermit(
        SECOND_PERMIT, "某某公司", CREDIT_CODE, "140727", where, PLOT, TODAY, None, plots
    )
    world.environment.execute(permits.record_permit, command)


def test_a_permit_may_name_several_plots_and_its_end_concerns_them_all(world):
    """[plan.5]: one unit may use several plots."""
    record_plot(world, SECOND_PLOT, FAR)
    command = RecordPermit(
        SECOND_PERMIT,
        "某某公司",
        CREDIT_CODE,
        "140727",
        "某某园区",
        PLOT,
        TODAY,
        None,
        (SECOND_PLOT,),
    )
    world.environment.execute(permits.record_permit, command)
    end = CancelPermit(SECOND_PERMIT, CancellationKind.CANCELLED, "搬迁", TODAY, PermitEnd.MOVED)

    world.environment.execute(permits.cancel_permit, end)

    assert plot_of(world).state is PlotState.SUSPECTED
    assert plot_of(world, SECOND_PLOT).state is PlotState.SUSPECTED
    (told,) = world.environment.published(PermitCancelled)
    assert (told.plot_codes, told.end_kind) == ((PLOT, SECOND_PLOT), PermitEnd.MOVED)


def test_the_ground_of_all_plots_of_a_permit_is_published(world):
    beside = square_around(112.344, 37.358, 41355.0)
    record_plot(world, SECOND_PLOT, beside)
    command = RecordPermit(
        SECOND_PERMIT,
        "某某公司",
        CREDIT_CODE,
        "140727",
        "某某园区",
        PLOT,
        TODAY,
        None,
        (SECOND_PLOT,),
    )
    world.environment.execute(permits.record_permit, command)

    cancel_permit(world, SECOND_PERMIT)

    (told,) = world.environment.published(PermitCancelled)
    assert area_m2(told.area) == pytest.approx(2 * 41355.0, rel=1e-3)


def test_every_plot_of_a_permit_must_be_recorded(world):
    command = RecordPermit(
        SECOND_PERMIT,
        "某某公司",
        CREDIT_CODE,
        "140727",
        "某某园区",
        PLOT,
        TODAY,
        None,
        (SECOND_PLOT,),
    )

    with pytest.raises(NotFoundError, match=SECOND_PLOT):
        world.environment.execute(permits.record_permit, command)


def test_the_land_of_every_plot_of_a_permit_waits_for_its_report(world):
    """[code.462]: each permit holder counts as a key unit, on all its plots."""
    record_plot(world, SECOND_PLOT, FAR)
    command = RecordPermit(
        SECOND_PERMIT,
        "某某公司",
        CREDIT_CODE,
        "140727",
        "某某园区",
        PLOT,
        TODAY,
        None,
        (SECOND_PLOT,),
    )
    world.environment.execute(permits.record_permit, command)

    world.environment.deliver_event(query(INDUSTRY, area=FAR))

    answer = world.environment.published(GateDeferred)[-1]
    assert answer.plot_codes == (SECOND_PLOT,)


@pytest.mark.parametrize(
    ("kind", "suspected"),
    [
        (PermitEnd.CLOSED, True),
        (PermitEnd.MOVED, True),
        (PermitEnd.EXPIRED, True),
        (PermitEnd.WITHDRAWN, True),
        (PermitEnd.REVOKED, True),
        (PermitEnd.HOLDER_CHANGED, False),
        (PermitEnd.CATEGORY_CHANGED, False),
        (None, True),
    ],
)
def test_land_that_goes_on_in_use_under_another_permit_is_not_suspected(world, kind, suspected):
    """[plan.5]: only land that is left; an end of unknown kind counts as such."""
    end = CancelPermit(PERMIT, CancellationKind.CANCELLED, "换发许可证", TODAY, kind)
    world.environment.execute(permits.cancel_permit, end)

    assert (plot_of(world).state is PlotState.SUSPECTED) is suspected
    assert len(world.environment.published(PermitCancelled)) == 1
