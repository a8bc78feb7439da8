"""An inbox is repartitioned while events flow: nothing is lost, and order is kept."""

import itertools
import threading
from collections import defaultdict

import pytest
import typer
from pika.exceptions import ChannelClosedByBroker
from typer.testing import CliRunner

import liandong as ld
from shared.broker.inbox_layout import InboxLayout, LayoutError, LayoutState
from shared.broker.topology import topologies
from shared.cli import broker, partitions
from shared.delivery.partitions.change import NOT_FOUND, InboxPartitions
from shared.delivery.partitions.consumers import ConsumerGroup
from shared.delivery.partitions.follow import LayoutFollower
from shared.store.memory import MemoryStore

WHO = "agriculture"
LIFETIME_S = 8.0
KEYS = ("plot.registered.v1", "plot.suspected.v1", "plot.delisted.v1")
SUBJECTS = [f"140728-{number:04}" for number in range(23)]


class Reader:
    """A subscriber that accepts an event if its number is higher than all others of its subject."""

    def __init__(self) -> None:
        self.seen = defaultdict(list)
        self.queues = set()

    def handle(self, deliveries):
        for delivery in deliveries:
            subject, number = delivery.body.decode().split("|")
            known = self.seen[subject]
            if not known or int(number) > known[-1]:
                known.append(int(number))
            self.queues.add(delivery.queue)
        return [ld.Verdict.ACK] * len(deliveries)


class Traffic:
    """Publishes about all subjects in turn, with varying topics, until stopped."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.sent = defaultdict(list)
        self.outcomes = []

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _run(self):
        with ld.Publisher(self._url, "environment") as publisher:
            for number in itertools.count(1):
                batch = [self._message(subject, number) for subject in SUBJECTS]
                self.outcomes += publisher.publish_batch(batch)
                if self._end.wait(0.01):
                    return

    def _message(self, subject, number):
        self.sent[subject].append(number)
        key, body = KEYS[number % len(KEYS)], f"{subject}|{number}".encode()
        return ld.OutMessage("environment.events", key, subject, body, {})


@pytest.fixture
def inboxes(amqp_url) -> InboxPartitions:
    made = InboxPartitions(WHO, MemoryStore(), amqp_url)
    made.declare()
    return made


@pytest.fixture
def follow(amqp_url):
    """Yield a function that starts a process's layout follower; all are stopped at the end."""
    made = []

    def start(inboxes, handle):
        def consume(queues, hand):
            return ld.Consumer(amqp_url, queues=queues, handle=hand, name="reader")

        readers = ConsumerGroup(inboxes.store, f"process {len(made)}", seconds=LIFETIME_S)
        switch = LayoutFollower(inboxes, readers, handle, consume)
        made.append(switch)
        return switch

    yield start
    for switch in made:
        switch.stop()


def at_rest(inboxes, *switches) -> bool:
    for switch in switches:
        switch.tick()
    return inboxes.layout().stage is LayoutState.STABLE


def test_more_queues_while_events_flow_lose_nothing_and_keep_the_order(
    inboxes, amqp_url, follow, wait_for
):
    """Two processes of the department follow the layout automatically."""
    reader = Reader()
    for switch in (follow(inboxes, reader.handle), follow(inboxes, reader.handle)):
        switch.start()
    with Traffic(amqp_url) as traffic:
        wait_for(lambda: len(traffic.outcomes) > 200)

        inboxes.repartition(3)

        wait_for(lambda: inboxes.layout().stage is LayoutState.STABLE, 60)
        before = len(traffic.outcomes)
        wait_for(lambda: len(traffic.outcomes) > before + 200)
    wait_for(lambda: {s: n[-1] for s, n in reader.seen.items()} == last_of(traffic.sent))

    assert all(outcome == ld.Confirmed() for outcome in traffic.outcomes)
    assert reader.seen == traffic.sent
    assert reader.queues == {
        "agriculture.inbox.1",
        *(f"agriculture.inbox.g2.{number}" for number in (1, 2, 3)),
    }
    assert inboxes.layout() == InboxLayout(generation=2, partitions=3)


def last_of(sent):
    return {subject: numbers[-1] for subject, numbers in sent.items()}


def exists(url, kind, name) -> bool:
    with ld.connect(url, name="test") as connection:
        look = getattr(connection.channel(), f"{kind}_declare")
        try:
            look(name, passive=True)
        except ChannelClosedByBroker as closed:
            if closed.reply_code != NOT_FOUND:
                raise
            return False
        return True


def test_a_move_that_was_broken_off_anywhere_is_taken_up_again(amqp_url):
    """A process dies between any two steps; the next call finds the plan and resumes."""
    store = MemoryStore()
    inboxes = InboxPartitions(WHO, store, amqp_url)
    inboxes.declare()

    for last_words in ("joins", "hears no more"):
        with pytest.raises(KeyboardInterrupt):
            inboxes.repartition(2, dies_after(last_words))
        assert inboxes.layout().stage is LayoutState.JOINING
    moved = inboxes.repartition(2)
    again = inboxes.repartition(2)

    assert moved == again
    assert moved.stage is LayoutState.DRAINING
    assert not exists(amqp_url, "exchange", "agriculture.inbox")
    assert inboxes.delete_drained().stage is LayoutState.STABLE
    assert not exists(amqp_url, "queue", "agriculture.inbox.1")
    assert exists(amqp_url, "queue", "agriculture.inbox.g2.2")


def dies_after(words):
    def say(text):
        if words in text:
            raise KeyboardInterrupt

    return say


def test_what_another_process_still_holds_comes_first(inboxes, amqp_url, follow, wait_for):
    reader, hold = Reader(), threading.Event()

    def slow(deliveries):
        hold.wait(30)
        return reader.handle(deliveries)

    holder = follow(inboxes, slow)
    holder.tick()
    with ld.Publisher(amqp_url, "environment") as publisher:
        first = ld.OutMessage("environment.events", KEYS[0], "140728-0007", b"140728-0007|1", {})
        publisher.publish_batch([first])
        wait_for(lambda: inboxes.backlog("agriculture.inbox.1").ready == 0)
        inboxes.repartition(2)
        second = ld.OutMessage("environment.events", KEYS[1], "140728-0007", b"140728-0007|2", {})
        publisher.publish_batch([second])
    late = follow(inboxes, reader.handle)

    for _ in range(5):
        holder.tick()
        late.tick()

    assert late.queues == ()
    assert reader.seen == {}
    assert inboxes.delete_drained().stage is LayoutState.DRAINING
    hold.set()
    wait_for(lambda: at_rest(inboxes, holder, late))
    wait_for(lambda: reader.seen == {"140728-0007": [1, 2]})


def test_another_number_is_refused_while_a_move_is_under_way(inboxes):
    inboxes.repartition(2)

    with pytest.raises(LayoutError, match="2 partitions is not finished"):
        inboxes.repartition(3)


def test_a_restart_in_the_middle_declares_the_new_generation_only(inboxes, amqp_url):
    inboxes.repartition(2)

    inboxes.declare()

    assert not exists(amqp_url, "exchange", "agriculture.inbox")
    names = {made.name for part in topologies(WHO, inboxes.layout()) for made in part.exchanges}
    assert "agriculture.inbox.g2" in names


def test_the_command_shows_and_changes_the_number_of_queues(
    inboxes, amqp_url, mongo_url, monkeypatch
):
    """On the real store; with no messages and no consumers the old queue is removed at once."""
    monkeypatch.setenv("LIANDONG_AMQP_URL", amqp_url)
    monkeypatch.setenv("LIANDONG_MONGO_URL", mongo_url)
    app = typer.Typer()
    broker.register(app)  # with a single command typer would accept no name
    partitions.register(app)

    before = CliRunner().invoke(app, ["partitions", WHO])
    changed = CliRunner().invoke(app, ["partitions", WHO, "2"])
    after = CliRunner().invoke(app, ["partitions", WHO])

    assert [line.split()[0] for line in before.output.splitlines()] == ["agriculture.inbox.1"]
    assert changed.exit_code == 0, changed.output
    assert "generation 2 joins with 2 queues" in changed.output
    assert [line.split()[0] for line in after.output.splitlines()] == [
        "agriculture.inbox.g2.1",
        "agriculture.inbox.g2.2",
    ]
    assert not exists(amqp_url, "queue", "agriculture.inbox.1")


def test_processes_share_the_queues_and_take_over_what_another_leaves(
    inboxes, amqp_url, follow, wait_for
):
    inboxes.repartition(4)
    inboxes.delete_drained()
    readers = Reader(), Reader()
    first, second = (follow(inboxes, reader.handle) for reader in readers)
    first.start()
    wait_for(lambda: len(first.queues) == 4)
    with Traffic(amqp_url) as traffic:
        wait_for(lambda: len(traffic.outcomes) > 100)
        second.start()
        wait_for(lambda: len(first.queues) == len(second.queues) == 2)
        before = len(traffic.outcomes)
        wait_for(lambda: len(traffic.outcomes) > before + 200)

        second.stop()

        wait_for(lambda: len(first.queues) == 4)
        wait_for(lambda: len(traffic.outcomes) > before + 400)
    wait_for(
        lambda: merged(*readers) == {subject: set(sent) for subject, sent in traffic.sent.items()}
    )

    assert all(sorted(set(n)) == n for reader in readers for n in reader.seen.values())
    assert len(readers[1].queues) == 2


def merged(*readers):
    subjects = {subject for reader in readers for subject in reader.seen}
    return {key: {n for reader in readers for n in reader.seen.get(key, ())} for key in subjects}
