"""The dispatcher reports whether a batch produced work for the relay, which then runs at once."""

from datetime import date

import pytest
from kit_given import WellSealed, a_dispatcher, count_sealing, sealed

from shared.delivery.resend.messages import ResendRequested, record_request
from shared.errors import WrongStateError
from shared.handling.sequence import SequenceState

DAY = date(2026, 10, 8)


def echo(uow, received):
    """Handler: emit an event in reaction."""
    count_sealing(uow, received)
    uow.emit(WellSealed(f"J-echo-{received.envelope.subject}", DAY))


def ask(uow, received):
    """Handler: treat the event as a subscriber's resend request."""
    subject = received.envelope.subject
    uow.save(SequenceState(subject, last=9))
    record_request(uow, ResendRequested(received.lane, "environment", subject, 1, 4))


def refuse(uow, received):
    """Handler: emit, then refuse."""
    echo(uow, received)
    raise WrongStateError("井口坍塌")


@pytest.mark.parametrize(
    ("react", "makes_work"),
    [(count_sealing, False), (echo, True), (ask, True), (refuse, False)],
)
@pytest.mark.parametrize("size", [1, 3])
def test_reactions_and_requests_are_work_and_silent_effects_are_none(react, makes_work, size):
    batch = [sealed(f"J-{number}") for number in range(size)]

    assert a_dispatcher().dispatch_batch(batch, react) is makes_work


def test_one_that_reacts_among_many_that_do_not_is_enough():
    def some(uow, received):
        (echo if received.envelope.subject == "J-1" else count_sealing)(uow, received)

    assert (
        a_dispatcher().dispatch_batch([sealed(f"J-{number}") for number in range(3)], some) is True
    )
