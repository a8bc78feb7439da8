"""Simulation of the pipeline: act, commit, relay, broker, consumer, effect, with its batching."""

from collections import deque
from collections.abc import Iterable

import simpy

from bench.capacity.engine import Engine
from bench.capacity.event_queue import EventQueue
from bench.capacity.figures import Figures
from bench.capacity.machine import SimulatedMachine, Steps, TimeAverage
from bench.capacity.simulation_run import SimulationRun

US = 1e-6
POLL_S = 0.5
READING = 0.5  # of the relay's time: reading and signing; the rest records confirms
RELAYS = 1 / 3  # of the store's time for an event; the rest is its effect


class Pipeline:
    """Two departments on one machine; an event is represented by the time of its act."""

    def __init__(self, figures: Figures, engine: Engine, seed: int) -> None:
        self.env = simpy.Environment()
        self.f, self.e = figures, engine
        self.machine = SimulatedMachine(self.env, figures.cores, seed)
        self.asked, self.outbox = EventQueue(self.env), EventQueue(self.env)
        self.queue, self.confirms = EventQueue(self.env), EventQueue(self.env)
        self.ready = simpy.Store(self.env, 1)
        self.within = TimeAverage(self.env)
        self.run = SimulationRun()
        self._answers: deque[simpy.Event] = deque()
        self._in_flight: list[int] = []
        self._confirmed = self.env.event()
        self._is_idle = False
        self._wanted = self.env.event()
        processes = (
            self._commit_groups,
            self._relay,
            self._note_confirms,
            self._prepare_batches,
            self._handle_batches,
        )
        for process in processes:
            self.env.process(process())

    def until(self, count: int) -> SimulationRun:
        """Run until `count` events took effect; return the result."""
        while len(self.run.latencies_s) < count:
            self.env.step()
        self.run.ended_s = self.env.now
        self.run.within = self.within.mean(self.env.now)
        self.run.busy = self.machine.busy_s / (self.env.now * self.f.cores)
        return self.run

    def seed_committed(self, count: int) -> None:
        """Add `count` committed events to the outbox at time 0."""
        self.within.change(count)
        self.outbox.put([0.0] * count)

    def start_clerks(self, rate: float, count: int) -> None:
        """Start clerks who act `count` times at this rate; a free one takes the next due time."""
        due = iter([number / rate for number in range(count)])
        for _ in range(self.e.clerks):
            self.env.process(self._clerk(due))

    def _clerk(self, due: Iterable[float]) -> Steps:
        for at in due:
            if at > self.env.now:
                yield self.env.timeout(at - self.env.now)
            self.run.late_s.append(self.env.now - at)
            answered = self.env.event()
            self._answers.append(answered)
            self.asked.put([self.env.now])
            yield answered

    def _commit_groups(self) -> Steps:
        while True:
            while not self.asked.items:
                yield self.asked.added()
            group = self.asked.pop(self.e.group)
            callers = [self._answers.popleft() for _ in group]
            acted = self.env.now
            self.within.change(len(group))
            yield from self._turn()
            yield from self.machine.compute("publisher", self.f.act_us * US * len(group))
            yield from self.machine.compute("store", self.f.act_store_us * US * len(group))
            yield from self.machine.flush(self.f.flush_s)
            self.outbox.put([acted] * len(group))
            for caller in callers:
                caller.succeed()

    def _relay(self) -> Steps:
        while True:
            while not self.outbox.items:
                yield self.outbox.added() | self.env.timeout(POLL_S)
            while (
                len(self._in_flight) >= self.e.batches_in_flight
                or sum(self._in_flight) > self.e.events_in_flight
            ):
                yield self._confirmed
            events = self.outbox.pop(self.e.relay_batch)
            yield from self._turn()
            yield from self._relay_share(len(events), READING)
            self._in_flight.append(len(events))
            self.env.process(self._publish(events))

    def _publish(self, events: list[float]) -> Steps:
        yield from self.machine.compute("broker", self.f.broker_us * US * len(events))
        yield from self.machine.flush(self.f.flush_s)  # a quorum queue uses the same disk
        self.queue.put(events)
        self._in_flight.remove(len(events))
        self._confirmed.succeed()
        self._confirmed = self.env.event()
        self.confirms.put(events)

    def _note_confirms(self) -> Steps:
        """Record confirms in the outbox: when enough are waiting, or after a delay."""
        while True:
            while not self.confirms.items:
                yield self.confirms.added()
            late = self.env.timeout(self.e.confirms_after_s)
            while len(self.confirms.items) < self.e.confirms_at_once and not late.processed:
                yield self.confirms.added() | late
            told = self.confirms.pop(len(self.confirms.items))
            yield from self._relay_share(len(told), 1 - READING)
            yield from self.machine.flush(self.f.flush_s)

    def _relay_share(self, count: int, share: float) -> Steps:
        yield from self.machine.compute("publisher", self.f.publisher_us * US * count * share)
        yield from self.machine.compute("store", self.f.store_us * US * count * RELAYS * share)

    def _prepare_batches(self) -> Steps:
        """Prepare a full batch, or the waiting events when the handler is idle."""
        while True:
            while not (
                len(self.queue.items) >= self.e.batch or (self._is_idle and self.queue.items)
            ):
                lingers = self._is_idle and not self.queue.items
                yield self.queue.added() | self._wanted
                if lingers and 0 < len(self.queue.items) < self.e.batch:
                    yield self.env.timeout(self.e.linger_s)
            self._is_idle = False
            events = self.queue.pop(self.e.batch)
            yield from self.machine.compute("subscriber", self.f.preparing_us * US * len(events))
            yield self.ready.put(events)

    def _handle_batches(self) -> Steps:
        while True:
            if not self.ready.items:
                self._is_idle = True
                self._wanted.succeed()
                self._wanted = self.env.event()
            events = yield self.ready.get()
            yield from self._turn()
            yield from self.machine.compute("subscriber", self.f.handling_us * US * len(events))
            store_us = self.f.store_us * (1 - RELAYS)
            yield from self.machine.compute("store", store_us * US * len(events))
            yield from self.machine.flush(self.f.flush_s)
            self.within.change(-len(events))
            self.run.latencies_s += [self.env.now - event for event in events]

    def _turn(self) -> Steps:
        """Wait for the round trips and the event-loop switches of a round, without using a core.

        The processor time of a round is included in the times per event.
        """
        yield from self.machine.flush(self.f.turn_s)


def at_most(figures: Figures, engine: Engine, count: int, seed: int = 1) -> SimulationRun:
    """Simulate the throughput of `count` committed events."""
    pipeline = Pipeline(figures, engine, seed)
    pipeline.seed_committed(count)
    return pipeline.until(count)


def at_rate(
    figures: Figures, engine: Engine, rate: float, seconds: float, seed: int = 1
) -> SimulationRun:
    """Simulate acts at a constant rate per second."""
    pipeline, count = Pipeline(figures, engine, seed), int(rate * seconds)
    pipeline.start_clerks(rate, count)
    return pipeline.until(count)
