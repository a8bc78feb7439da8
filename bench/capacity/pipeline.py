"""The pipeline simulated: act, commit, relay, broker, consumer, effect, in the engine's batches."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import simpy

from bench.capacity.engine import Engine
from bench.capacity.figures import Figures
from bench.capacity.machine import Crowd, Machine, Steps

US = 1e-6
POLL_S = 0.5
READING = 0.5  # of the relay's time: reading and signing; the rest notes what was confirmed
RELAYS = 1 / 3  # of the store's time for an event; the rest is its effect


@dataclass(slots=True)
class Run:
    """What a simulated run found; latencies in the order of effects."""

    latencies_s: list[float] = field(default_factory=list)
    ended_s: float = 0.0
    within: float = 0.0  # events between act and effect, mean over the run
    busy: float = 0.0  # share of the cores' time
    late_s: list[float] = field(default_factory=list)

    @property
    def events_per_s(self) -> float:
        """Tell how many took effect each second."""
        return len(self.latencies_s) / self.ended_s if self.ended_s else 0.0


class Line:
    """Things that wait in order, and whoever waits for them."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self.items: deque[float] = deque()
        self._news = env.event()

    def put(self, items: Iterable[float]) -> None:
        """Add to the end."""
        self.items.extend(items)
        self._news.succeed()
        self._news = self._env.event()

    def first(self, most: int) -> list[float]:
        """Take from the front."""
        return [self.items.popleft() for _ in range(min(most, len(self.items)))]

    def news(self) -> simpy.Event:
        """Give what happens when something is added."""
        return self._news


class Pipeline:
    """Two departments on one machine; an event is known by the time of its act."""

    def __init__(self, figures: Figures, engine: Engine, seed: int) -> None:
        self.env = simpy.Environment()
        self.f, self.e = figures, engine
        self.machine = Machine(self.env, figures.cores, seed)
        self.asked, self.outbox = Line(self.env), Line(self.env)
        self.queue, self.arrived = Line(self.env), Line(self.env)
        self.ready = simpy.Store(self.env, 1)
        self.crowd = Crowd(self.env)
        self.run = Run()
        self._answers: deque[simpy.Event] = deque()
        self._air: list[int] = []
        self._landed = self.env.event()
        self._hungry = False
        self._wanted = self.env.event()
        lives = (self._commits, self._relays, self._tells, self._prepares, self._handles)
        for life in lives:
            self.env.process(life())

    def until(self, count: int) -> Run:
        """Run until so many took effect."""
        while len(self.run.latencies_s) < count:
            self.env.step()
        self.run.ended_s = self.env.now
        self.run.within = self.crowd.mean(self.env.now)
        self.run.busy = self.machine.busy_s / (self.env.now * self.f.cores)
        return self.run

    def held(self, count: int) -> None:
        """Let so many events lie committed at the start."""
        self.crowd.change(count)
        self.outbox.put([0.0] * count)

    def acting(self, rate: float, count: int) -> None:
        """Let clerks act at this rate, each free one at the next due time."""
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

    def _commits(self) -> Steps:
        while True:
            while not self.asked.items:
                yield self.asked.news()
            group = self.asked.first(self.e.group)
            callers = [self._answers.popleft() for _ in group]
            acted = self.env.now
            self.crowd.change(len(group))
            yield from self._turn()
            yield from self.machine.compute("publisher", self.f.act_us * US * len(group))
            yield from self.machine.compute("store", self.f.act_store_us * US * len(group))
            yield from self.machine.flush(self.f.flush_s)
            self.outbox.put([acted] * len(group))
            for caller in callers:
                caller.succeed()

    def _relays(self) -> Steps:
        while True:
            while not self.outbox.items:
                yield self.outbox.news() | self.env.timeout(POLL_S)
            while len(self._air) >= self.e.flights or sum(self._air) > self.e.flying:
                yield self._landed
            events = self.outbox.first(self.e.flight)
            yield from self._turn()
            yield from self._relay_share(len(events), READING)
            self._air.append(len(events))
            self.env.process(self._flies(events))

    def _flies(self, events: list[float]) -> Steps:
        yield from self.machine.compute("broker", self.f.broker_us * US * len(events))
        yield from self.machine.flush(self.f.flush_s)  # a quorum queue writes to the same disk
        self.queue.put(events)
        self._air.remove(len(events))
        self._landed.succeed()
        self._landed = self.env.event()
        self.arrived.put(events)

    def _tells(self) -> Steps:
        """Tell the outbox of many arrivals at once, or after a while."""
        while True:
            while not self.arrived.items:
                yield self.arrived.news()
            late = self.env.timeout(self.e.told_after_s)
            while len(self.arrived.items) < self.e.told_at_once and not late.processed:
                yield self.arrived.news() | late
            told = self.arrived.first(len(self.arrived.items))
            yield from self._relay_share(len(told), 1 - READING)
            yield from self.machine.flush(self.f.flush_s)

    def _relay_share(self, count: int, share: float) -> Steps:
        yield from self.machine.compute("publisher", self.f.publisher_us * US * count * share)
        yield from self.machine.compute("store", self.f.store_us * US * count * RELAYS * share)

    def _prepares(self) -> Steps:
        """Take a full batch, or what is there when the handler has nothing to do."""
        while True:
            while not (
                len(self.queue.items) >= self.e.batch or (self._hungry and self.queue.items)
            ):
                lingers = self._hungry and not self.queue.items
                yield self.queue.news() | self._wanted
                if lingers and 0 < len(self.queue.items) < self.e.batch:
                    yield self.env.timeout(self.e.linger_s)
            self._hungry = False
            events = self.queue.first(self.e.batch)
            yield from self.machine.compute("subscriber", self.f.preparing_us * US * len(events))
            yield self.ready.put(events)

    def _handles(self) -> Steps:
        while True:
            if not self.ready.items:
                self._hungry = True
                self._wanted.succeed()
                self._wanted = self.env.event()
            events = yield self.ready.get()
            yield from self._turn()
            yield from self.machine.compute("subscriber", self.f.handling_us * US * len(events))
            store_us = self.f.store_us * (1 - RELAYS)
            yield from self.machine.compute("store", store_us * US * len(events))
            yield from self.machine.flush(self.f.flush_s)
            self.crowd.change(-len(events))
            self.run.latencies_s += [self.env.now - event for event in events]

    def _turn(self) -> Steps:
        """Wait for a round's trips to the store and its turns on the hub, however few its events.

        No core is used: what a round computes is counted with its events.
        """
        yield from self.machine.flush(self.f.turn_s)


def at_most(figures: Figures, engine: Engine, count: int, seed: int = 1) -> Run:
    """Simulate how fast what lies committed takes effect."""
    pipeline = Pipeline(figures, engine, seed)
    pipeline.held(count)
    return pipeline.until(count)


def at_rate(figures: Figures, engine: Engine, rate: float, seconds: float, seed: int = 1) -> Run:
    """Simulate acts at a constant rate."""
    pipeline, count = Pipeline(figures, engine, seed), int(rate * seconds)
    pipeline.acting(rate, count)
    return pipeline.until(count)
