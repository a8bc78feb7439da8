"""Tickets in order: what is submitted after a loss never overtakes what was lost."""

import gc

from liandong import Confirmed, OutMessage, Unknown
from liandong.messages.outgoing import CONFIRMED
from liandong.publishing.ticket import Ticket
from liandong.publishing.ticket_queue import Line

MESSAGE = OutMessage("environment.events", "plot.registered.v1", "140728-0007", b"{}", {})


def submit(line, count=1):
    ticket = Ticket([MESSAGE] * count, line.seen)
    line.join(ticket)
    return ticket


def test_a_ticket_is_over_when_all_of_it_is_settled():
    line = Line()
    first, second = submit(line, 2), submit(line)

    second.settle(0, CONFIRMED)
    first.settle(1, CONFIRMED)
    line.settled(2)

    assert (first.done, second.done) == (False, True)
    assert line.oldest_of(1) is first
    assert second.wait() == [Confirmed()]


def test_a_loss_ends_all_that_are_open_and_keeps_what_is_known():
    line = Line()
    first, second = submit(line, 2), submit(line)
    first.settle(0, CONFIRMED)
    line.settled(1)

    line.abandon("the cable was cut")

    assert first.wait() == [Confirmed(), Unknown("the cable was cut")]
    assert second.wait() == [Unknown("the cable was cut")]
    assert not line.unsent


def test_what_is_submitted_before_anybody_knows_of_the_loss_is_lost_too():
    line = Line()
    first = submit(line)
    line.abandon("the cable was cut")

    second = submit(line)

    assert isinstance(second.wait()[0], Unknown)
    assert not line.unsent
    assert first.done


def test_once_somebody_knows_of_the_loss_the_next_one_goes_out():
    line = Line()
    first, second = submit(line), submit(line)
    line.abandon("the cable was cut")

    first.wait()
    third = submit(line)

    assert not third.done
    assert list(line.unsent) == [third]
    assert second.done


def test_a_lost_ticket_that_nobody_holds_any_more_stops_nobody():
    line = Line()
    ticket = submit(line)
    line.abandon("the cable was cut")

    del ticket
    gc.collect()

    assert not submit(line).done


def test_nobody_joins_a_closed_line():
    line = Line()
    line.close()

    assert submit(line).wait() == [Unknown("the publisher is closed")]


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
