"""Permits: how they end, and the effect on their plots."""

import pytest
from environment_given import (
    CREDIT_CODE,
    PERMIT,
    PLOT,
    SECOND_PERMIT,
    TODAY,
    TOMORROW,
    cancel_permit,
    plot_of,
    record_permit,
    record_plot,
    register_plot,
    survey,
)

from services.environment.permits.domain import Permit, PermitState
from services.environment.permits.messages import (
    CancellationKind,
    CancelPermit,
    PermitCancelled,
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
