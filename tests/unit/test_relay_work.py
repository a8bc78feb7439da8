"""A dispatcher says if a batch made work for the relay: then it looks at once, else in turn."""

from datetime import date

import pytest
from kit_given import WellSealed, a_dispatcher, count_sealing, sealed

from shared.delivery.resend.messages import ResendRequested, record_request
from shared.errors import WrongStateError
from shared.handling.sequence import SequenceState

DAY = date(2026, 10, 8)


def echo(uow, received):
    """React with an event of our own."""
    count_sealing(uow, received)
    uow.emit(WellSealed(f"J-echo-{received.envelope.subject}", DAY))


def ask(uow, received):
    """Take it for a subscriber's request to send events again."""
    subject = received.envelope.subject
    uow.save(SequenceState(subject, last=9))
    record_request(uow, ResendRequested(received.lane, "environment", subject, 1, 4))


def refuse(uow, received):
    """Emit, and refuse after all."""
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
