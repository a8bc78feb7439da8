"""Tickets in order: a submission after a loss never overtakes the lost ones."""

import gc

from liandong import Confirmed, OutMessage, Unconfirmed
from liandong.messages.outgoing import CONFIRMED
from liandong.publishing.ticket import Ticket
from liandong.publishing.ticket_queue import TicketQueue

MESSAGE = OutMessage("environment.events", "plot.registered.v1", "140728-0007", b"{}", {})


def submit(queue, count=1):
    ticket = Ticket([MESSAGE] * count, queue.acknowledge)
    queue.append(ticket)
    return ticket


def test_a_ticket_is_over_when_all_of_it_is_settled():
    queue = TicketQueue()
    first, second = submit(queue, 2), submit(queue)

    second.settle(0, CONFIRMED)
    first.settle(1, CONFIRMED)
    queue.settled(2)

    assert (first.done, second.done) == (False, True)
    assert queue.oldest_of(1) is first
    assert second.wait() == [Confirmed()]


def test_a_loss_ends_all_that_are_open_and_keeps_what_is_known():
    queue = TicketQueue()
    first, second = submit(queue, 2), submit(queue)
    first.settle(0, CONFIRMED)
    queue.settled(1)

    queue.abandon("the cable was cut")

    assert first.wait() == [Confirmed(), Unconfirmed("the cable was cut")]
    assert second.wait() == [Unconfirmed("the cable was cut")]
    assert not queue.unsent


def test_what_is_submitted_before_anybody_knows_of_the_loss_is_lost_too():
    queue = TicketQueue()
    first = submit(queue)
    queue.abandon("the cable was cut")

    second = submit(queue)

    assert isinstance(second.wait()[0], Unconfirmed)
    assert not queue.unsent
    assert first.done


def test_once_somebody_knows_of_the_loss_the_next_one_goes_out():
    queue = TicketQueue()
    first, second = submit(queue), submit(queue)
    queue.abandon("the cable was cut")

    first.wait()
    third = submit(queue)

    assert not third.done
    assert list(queue.unsent) == [third]
    assert second.done


def test_a_lost_ticket_that_nobody_holds_any_more_stops_nobody():
    queue = TicketQueue()
    ticket = submit(queue)
    queue.abandon("the cable was cut")

    del ticket
    gc.collect()

    assert not submit(queue).done


def test_nobody_joins_a_closed_line():
    queue = TicketQueue()
    queue.close()

    assert submit(queue).wait() == [Unconfirmed("the publisher is closed")]


def test_a_ticket_tells_once_that_it_is_over():
    told = []
    ticket = Ticket([MESSAGE] * 2, lambda _: None, lambda: told.append(ticket.done))

    ticket.settle(0, CONFIRMED)
    ticket.finish()
    assert told == []
    ticket.settle(1, CONFIRMED)
    ticket.finish()
    ticket.abandon("the cable was cut")

    assert told == [True]


def test_a_lost_ticket_tells_that_it_is_over():
    told = []
    ticket = Ticket([MESSAGE], lambda _: None, lambda: told.append(ticket.lost))

    ticket.abandon("the cable was cut")

    assert told == [True]
