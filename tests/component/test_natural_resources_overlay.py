"""The overlay: held, frozen and conditional plots, in any order of arrival."""

from dataclasses import replace
from datetime import date

import pytest
from land_given import (
    AREA,
    FAR,
    NEIGHBOUR,
    PARCEL,
    PLOT,
    TODAY,
    cleared,
    delisted,
    register_parcel,
    registered,
    request,
    reviewed,
    state_of,
    suspected,
)

from services.environment.register.messages import PlotEntryChanged
from services.environment.surveys.messages import SurveyOutcome
from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.messages import ProcedureStopped
from services.natural_resources.overlay.domain import Hold, HoldKind
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld, PlotUnfrozen
from shared.testing.world import World

NO_WELLS = "不得开采地下水"
NO_DIGGING = "不得开挖"
SPRING, SUMMER = date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def world():
    made = World("natural_resources")
    register_parcel(made)
    return made


def hold(world):
    return world.natural_resources.get(Hold, PLOT)


def published(world, kind):
    return world.natural_resources.published(kind)


def test_a_suspected_plot_is_on_the_overlay_with_its_parcels(world):
    """[plan.8]: a suspected plot is shared and shown on the common map overlay."""
    world.natural_resources.deliver_event(suspected())

    assert hold(world).kind is HoldKind.SUSPECTED
    assert hold(world).county == "140727"
    assert published(world, PlotHeld) == [PlotHeld(PLOT, (PARCEL,), TODAY)]


def test_a_registered_plot_is_frozen_even_if_never_seen(world):
    """[code.456, plan.6]: nothing proceeds on a plot of the register."""
    world.natural_resources.deliver_event(registered(SUMMER))

    assert (hold(world).kind, hold(world).since) == (HoldKind.REGISTERED, SUMMER)
    assert published(world, PlotFrozen) == [PlotFrozen(PLOT, (PARCEL,), (), TODAY)]


def test_a_registration_stops_what_is_in_hand_and_lists_what_was_approved(world):
    """[code.456, plan.6]: open procedures on a registered plot stop."""
    register_parcel(world, NEIGHBOUR, FAR)
    elsewhere = request(world, parcel=NEIGHBOUR)
    approved, pending = request(world), request(world)
    world.natural_resources.deliver_event(cleared(approved))

    world.natural_resources.deliver_event(registered())

    assert state_of(world, pending).state is ApplicationState.STOPPED
    assert state_of(world, approved).state is ApplicationState.APPROVED
    assert state_of(world, elsewhere).state is ApplicationState.PENDING
    assert hold(world).approved_before == (approved.application_id,)
    stopped = [event.application_id for event in published(world, ProcedureStopped)]
    assert stopped == [pending.application_id]
    assert published(world, PlotFrozen)[0].stopped == (pending.application_id,)


def test_a_registration_delivered_twice_changes_nothing_more(world):
    request(world)
    world.natural_resources.deliver_event(registered(), event_id="e1")
    once = world.natural_resources.snapshot()

    world.natural_resources.deliver_event(registered(), event_id="e1")

    assert world.natural_resources.snapshot() == once


def test_a_delisted_plot_is_unfrozen_and_its_conditions_stay(world):
    """[code.461, code.437]: a delisted plot may be used; its aftercare continues."""
    world.natural_resources.deliver_event(registered())

    world.natural_resources.deliver_event(delisted(TODAY, NO_WELLS))

    assert hold(world).kind is HoldKind.CONDITIONAL
    assert hold(world).conditions == (NO_WELLS,)
    assert published(world, PlotUnfrozen) == [PlotUnfrozen(PLOT, (NO_WELLS,), TODAY)]


def test_a_delisting_of_an_unknown_plot_keeps_its_conditions(world):
    world.natural_resources.deliver_event(delisted(TODAY, NO_WELLS))

    assert hold(world).kind is HoldKind.CONDITIONAL
    assert hold(world).area is None
    assert hold(world).conditions == (NO_WELLS,)


def test_a_listing_that_comes_after_a_later_delisting_does_not_freeze_again(world):
    """[code.461]: acts of the province count by the day they take effect, not by arrival."""
    pending = request(world)
    world.natural_resources.deliver_event(delisted(SUMMER, NO_WELLS))

    world.natural_resources.deliver_event(registered(SPRING))

    assert hold(world).kind is HoldKind.CONDITIONAL
    assert hold(world).area == AREA
    assert state_of(world, pending).state is ApplicationState.PENDING
    assert not published(world, PlotFrozen)


def test_a_delisting_that_comes_after_a_later_listing_does_not_unfreeze(world):
    """[code.456]: the later of two acts counts, so the plot stays frozen."""
    world.natural_resources.deliver_event(registered(SUMMER))

    world.natural_resources.deliver_event(delisted(SPRING, NO_WELLS))

    assert hold(world).kind is HoldKind.REGISTERED
    assert not published(world, PlotUnfrozen)


def test_an_old_listing_does_not_let_an_old_delisting_undo_the_latest_listing(world):
    world.natural_resources.deliver_event(registered(TODAY))
    world.natural_resources.deliver_event(registered(SPRING))

    world.natural_resources.deliver_event(delisted(SUMMER))

    assert hold(world).kind is HoldKind.REGISTERED
    assert hold(world).since == TODAY


def test_an_old_delisting_does_not_replace_the_conditions_of_a_later_one(world):
    world.natural_resources.deliver_event(delisted(SUMMER, NO_WELLS))

    world.natural_resources.deliver_event(delisted(SPRING, NO_DIGGING))

    assert hold(world).conditions == (NO_WELLS,)


def test_a_plot_listed_again_after_its_delisting_is_frozen_again(world):
    world.natural_resources.deliver_event(registered(SPRING))
    world.natural_resources.deliver_event(delisted(SUMMER, NO_WELLS))

    world.natural_resources.deliver_event(registered(TODAY))

    assert hold(world).kind is HoldKind.REGISTERED
    assert len(published(world, PlotFrozen)) == 2


def test_a_suspicion_does_not_thaw_a_registered_plot(world):
    world.natural_resources.deliver_event(registered())

    world.natural_resources.deliver_event(suspected())

    assert hold(world).kind is HoldKind.REGISTERED


def test_a_suspicion_older_than_a_delisting_holds_nothing(world):
    world.natural_resources.deliver_event(delisted(SUMMER, NO_WELLS))

    world.natural_resources.deliver_event(suspected(SPRING))

    assert hold(world).kind is HoldKind.CONDITIONAL
    assert not published(world, PlotHeld)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (SurveyOutcome.CLEAN, HoldKind.LIFTED),
        (SurveyOutcome.EXCEEDED, HoldKind.SUSPECTED),
        (SurveyOutcome.FAILED, HoldKind.SUSPECTED),
    ],
)
def test_only_a_clean_survey_lifts_a_suspicion(world, outcome, kind):
    """[code.455]: a plot over the screening values proceeds to a risk assessment."""
    world.natural_resources.deliver_event(suspected())

    world.natural_resources.deliver_event(reviewed(outcome))

    assert hold(world).kind is kind


def test_a_clean_survey_does_not_lift_a_registration_or_a_later_suspicion(world):
    world.natural_resources.deliver_event(suspected(TODAY))
    world.natural_resources.deliver_event(reviewed(SurveyOutcome.CLEAN, SUMMER))
    assert hold(world).kind is HoldKind.SUSPECTED

    world.natural_resources.deliver_event(registered())
    world.natural_resources.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert hold(world).kind is HoldKind.REGISTERED


def test_a_plot_suspected_after_its_delisting_keeps_its_conditions_when_it_proves_clean(world):
    """[code.437]: aftercare does not end with a clean survey."""
    world.natural_resources.deliver_event(registered(SPRING))
    world.natural_resources.deliver_event(delisted(SUMMER, NO_WELLS))
    world.natural_resources.deliver_event(suspected(TODAY))
    assert hold(world).kind is HoldKind.SUSPECTED

    world.natural_resources.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert hold(world).kind is HoldKind.CONDITIONAL
    assert hold(world).conditions == (NO_WELLS,)


def test_a_review_of_a_plot_not_on_the_overlay_changes_nothing(world):
    world.natural_resources.deliver_event(reviewed(SurveyOutcome.CLEAN))

    assert world.natural_resources.find(Hold, PLOT) is None
    assert not world.natural_resources.lanes()


def test_a_clean_survey_lifts_no_hold_while_another_suspicion_stands(world):
    """Sensitive procedures on a suspected plot are held until the suspicion is settled [plan.8]."""
    world.natural_resources.deliver_event(suspected())

    world.natural_resources.deliver_event(
        replace(reviewed(SurveyOutcome.CLEAN), suspicion_stands=True)
    )

    assert hold(world).kind is HoldKind.SUSPECTED


def changed(area=AREA, on=TODAY):
    return PlotEntryChanged(
        PLOT, "某某焦化厂地块", "140727", area, 41355.0, (), "晋环函〔2026〕某9号", on
    )


def test_an_entry_that_is_drawn_elsewhere_freezes_what_lies_there(world):
    """A register published again may move a plot [code.456, plan.6]."""
    world.natural_resources.deliver_event(registered(area=FAR))
    assert hold(world).parcel_codes == ()

    world.natural_resources.deliver_event(changed(), sequence=2)

    assert (hold(world).kind, hold(world).parcel_codes) == (HoldKind.REGISTERED, (PARCEL,))
    assert published(world, PlotFrozen)[-1] == PlotFrozen(PLOT, (PARCEL,), (), TODAY)


def test_a_change_of_an_entry_that_comes_first_freezes_on_the_safe_side(world):
    world.natural_resources.deliver_event(changed())

    assert hold(world).kind is HoldKind.REGISTERED


def test_a_late_change_does_not_freeze_what_was_delisted_after_it(world):
    world.natural_resources.deliver_event(registered(SPRING))
    world.natural_resources.deliver_event(delisted(SUMMER), sequence=2)

    world.natural_resources.deliver_event(changed(on=SPRING), sequence=3)

    assert hold(world).kind is HoldKind.CONDITIONAL


def test_a_change_delivered_twice_changes_nothing_more(world):
    world.natural_resources.deliver_event(registered())
    world.natural_resources.deliver_event(changed(), event_id="e1", sequence=2)
    once = world.natural_resources.snapshot()

    world.natural_resources.deliver_event(changed(), event_id="e1", sequence=2)

    assert world.natural_resources.snapshot() == once
