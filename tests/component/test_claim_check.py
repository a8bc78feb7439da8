"""Claim check: a publisher stores large content, a subscriber fetches it by its hash."""

from dataclasses import replace
from datetime import date, timedelta

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from kit_given import START, Sample, Time, Well, WellSealed, a_cause

from liandong.envelope import decode, encode
from liandong.envelope.validation import LARGEST_CONTENT
from liandong.keys.key_ring import KeyRing
from liandong.keys.signer import Signer
from liandong.messages.claim_check import Refused, Unreachable, claim_in, claim_of
from shared.delivery.contents.fetcher import BACKOFF, ContentFetcher, split_by_size
from shared.delivery.contents.peers import SETTING, HttpContentSource, Peers
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.attempts import ATTEMPTS
from shared.delivery.records import Lane, LaneState
from shared.handling.cause import PublisherIdentity
from shared.handling.claim_check import CLAIM_CHECK_BYTES, Blob, ContentTooLargeError
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner
from shared.messages.declare import meta_of
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent
from shared.testing.world import envelope_of

DAY = date(2026, 10, 8)
MINUTE = timedelta(minutes=1)
NEVER, ALWAYS = 2**40, 1


def sealing(well="J-1", samples=1, substance="镉"):
    return WellSealed(well, DAY, tuple(Sample(substance, 1.0) for _ in range(samples)))


class Publisher:
    """The water bureau, which serves its contents to all while it is up."""

    def __init__(self, limit=CLAIM_CHECK_BYTES):
        self.store = MemoryStore()
        self.place = PublisherIdentity("140700", "water", limit)
        self.error: Exception | None = None
        self.asked = 0

    def emits(self, *events):
        self.store.transact(
            lambda session: UnitOfWork(session, a_cause(), self.place, START).emit(*events)
        )

    def rows(self):
        return sorted(self.store.all(OutboxEvent), key=lambda row: row.id)

    def sent(self):
        return [decode(row.body) for row in self.rows()]

    def fetch(self, publisher, dataref, patience_s):  # noqa: ARG002  the protocol's signature
        self.asked += 1
        if self.error:
            raise self.error
        return self.store.read(Blob, dataref.split(":")[4]).content


class Subscriber:
    """The housing bureau, which counts sealings."""

    def __init__(self, source):
        self.clock = Time()
        self.store = MemoryStore()
        self.dispatcher = EventDispatcher(
            DepartmentContext(PublisherIdentity("140700", "housing"), self.store, self.clock)
        )
        self.contents = ContentFetcher("housing", self.store, self.clock, source)
        taken = {meta_of(WellSealed).type: (WellSealed, "on_sealed")}
        self.receiver = Receiver("housing", taken, KeyRing(()), self.contents)
        self.work = HandlerRunner(CommandExecutor(self.dispatcher.context), None, lambda: None)

    def on_sealed(self, event):
        def count(uow, sealed):
            well = uow.find(Well, sealed.well_code) or Well(sealed.well_code)
            substances = tuple(sample.substance for sample in sealed.samples)
            uow.save(replace(well, times=well.times + 1, substances=well.substances + substances))

        self.work(count, event)

    def hears(self, *envelopes, fetches=True):
        batch = [InboundEvent(envelope, encode(envelope)) for envelope in envelopes]
        if fetches:
            self.contents.fetch_missing(envelopes, 5.0)
        self.dispatcher.dispatch_batch(batch, self.receiver.applier(self))

    def passes(self, span=MINUTE):
        self.clock.now += span
        self.dispatcher.retry_due_lanes(
            self.receiver.applier(self), lambda lane: self.contents.fetch_for_lane(lane, 5.0)
        )

    def well(self, code="J-1"):
        return self.store.read(Well, code)

    def lane(self):
        (lane,) = self.store.all(Lane)
        return lane


@pytest.fixture
def water():
    return Publisher()


@pytest.fixture
def housing(water):
    return Subscriber(water)


def test_a_small_event_carries_its_content(water):
    water.emits(sealing())

    (sent,) = water.sent()
    assert sent.dataref is None
    assert sent.data["well_code"] == "J-1"
    assert water.store.all(Blob) == []


def test_of_a_large_event_only_the_hash_is_sent(water):
    water.emits(sealing(samples=5000))

    (sent,) = water.sent()
    (blob,) = water.store.all(Blob)
    assert sent.data == {}
    assert claim_in(sent) == claim_of(blob.content)
    assert (blob.size, blob.topics) == (len(blob.content), ("well.sealed.v1",))
    assert len(orjson.loads(blob.content)["samples"]) == 5000


def test_the_limit_lies_where_it_is_said(water):
    water.emits(sealing(samples=1000))
    (whole,) = water.rows()

    exact, below = Publisher(len(whole.body)), Publisher(len(whole.body) - 1)
    exact.emits(sealing(samples=1000))
    below.emits(sealing(samples=1000))

    assert exact.sent()[0].dataref is None
    assert below.sent()[0].dataref is not None


def test_the_same_content_is_kept_once(water):
    water.emits(sealing(samples=5000), sealing(samples=5000))

    assert len(water.store.all(Blob)) == 1
    assert len({envelope.dataref for envelope in water.sent()}) == 1


def test_what_nobody_could_keep_is_refused_with_what_to_do(water):
    with pytest.raises(ContentTooLargeError, match="10 MiB 上限：请分成几份提交"):
        water.emits(sealing(substance="镉" * (LARGEST_CONTENT // 3)))

    assert water.store.snapshot() == {}


def test_fetched_content_takes_effect_and_is_kept_for_nobody_else(water, housing):
    water.emits(sealing(samples=5000))

    housing.hears(*water.sent())

    assert housing.well().times == 1
    (kept,) = housing.store.all(Blob)
    assert kept.topics == ()
    assert housing.store.all(Lane) == []


def test_content_that_is_here_is_not_asked_for_again(water, housing):
    water.emits(sealing(samples=5000), sealing("J-2", samples=1))
    housing.hears(*water.sent())

    housing.hears(*water.sent())

    assert water.asked == 1
    assert housing.well().times == 1


def test_without_its_content_an_event_waits_and_its_neighbours_do_not(water, housing):
    water.error = Unreachable("water is down")
    water.emits(sealing(samples=5000), sealing("J-2"))

    housing.hears(*water.sent())

    lane = housing.lane()
    assert housing.well() is None
    assert housing.well("J-2").times == 1
    assert (lane.state, lane.missing) == (LaneState.FAILED, water.sent()[0].dataref)
    assert lane.error.startswith("内容尚未取得：“water”没有应答")
    assert lane.due_at is not None


def test_a_lane_fetches_what_it_waits_for_and_goes_on_at_once(water, housing):
    water.error = Unreachable("water is down")
    water.emits(sealing(samples=5000), sealing(samples=5001), sealing(samples=1))
    housing.hears(*water.sent())

    water.error = None
    housing.passes()

    assert housing.well().times == 3
    assert housing.store.all(Lane) == []


def test_a_publisher_that_is_away_for_long_is_still_asked(water, housing):
    water.error = Unreachable("water is down")
    water.emits(sealing(samples=5000))
    housing.hears(*water.sent())
    for _ in range(3 * ATTEMPTS):
        housing.passes(timedelta(minutes=6))

    water.error = None
    housing.passes(timedelta(minutes=6))

    assert housing.well().times == 1


def test_a_silent_publisher_is_left_alone_for_a_moment(water, housing):
    water.error = Unreachable("water is down")
    water.emits(*[sealing(f"J-{number}", samples=5000 + number) for number in range(9)])

    housing.hears(*water.sent())

    assert water.asked == 1
    housing.clock.now += BACKOFF
    housing.contents.fetch_missing(water.sent(), 5.0)
    assert water.asked == 2


def test_without_patience_nobody_is_asked(water, housing):
    water.emits(sealing(samples=5000))

    housing.contents.fetch_missing(water.sent(), 0.0)

    assert water.asked == 0


def test_other_content_than_was_signed_is_not_kept(water, housing):
    water.emits(sealing(samples=5000))
    blob = water.store.all(Blob)[0]
    forged = replace(blob, content=blob.content.replace("镉".encode(), "砷".encode()))
    water.store.transact(lambda session: session.save(forged))

    housing.hears(*water.sent())

    assert housing.store.all(Blob) == []
    assert "与签名中的摘要值或长度不符" in housing.lane().error
    water.store.transact(lambda session: session.save(blob))
    housing.passes()
    assert housing.well().substances == ("镉",) * 5000


def test_a_refusal_is_told_in_the_lane(water, housing):
    water.error = Refused("water answers 403")
    water.emits(sealing(samples=5000))

    housing.hears(*water.sent())

    assert "“water”拒绝提供；water answers 403" in housing.lane().error


def test_content_against_its_contract_waits_for_a_person(water, housing):
    water.emits(sealing(samples=5000))
    (sent,) = water.sent()
    content = b'{"well_code": "J-1", "sealed_on": "someday"}'
    broken = replace(sent, dataref=claim_of(content).dataref)
    digest, size = claim_of(content).digest, len(content)
    kept = Blob(digest, content, size, START)
    housing.store.transact(lambda session: session.add(kept))

    housing.hears(broken)

    assert housing.lane().due_at is None
    assert "sealed_on" in housing.lane().error


def test_content_that_is_no_object_waits_for_a_person(water, housing):
    content = b"[]"
    kept = Blob(claim_of(content).digest, content, 2, START)
    housing.store.transact(lambda session: session.add(kept))

    bare = replace(envelope_of(sealing(), publisher="water"), data={})
    housing.hears(replace(bare, dataref=claim_of(content).dataref))

    assert housing.lane().due_at is None
    assert "JSON" in housing.lane().error


@pytest.mark.parametrize("told", ["", "/nowhere/peers.json"])
def test_an_unknown_address_names_the_setting_and_the_event_waits(water, told):
    signer = Signer("housing-1", Ed25519PrivateKey.generate())
    housing = Subscriber(HttpContentSource(Peers(told), signer, Time()))
    water.emits(sealing(samples=5000))

    housing.hears(*water.sent())

    assert f"设置 {SETTING}" in housing.lane().error
    assert housing.lane().due_at is not None


def test_a_batch_is_divided_so_that_its_contents_fit_into_memory(water):
    water.emits(*[sealing(f"J-{number}", samples=5000 + number) for number in range(5)])
    batch = [InboundEvent(envelope, b"") for envelope in water.sent()]
    size = claim_in(batch[0].envelope).size

    parts = list(split_by_size(batch, most=int(2.5 * size)))

    assert [len(part) for part in parts] == [2, 2, 1]
    assert [event for part in parts for event in part] == batch
    assert list(split_by_size([], most=1)) == []
    assert [len(part) for part in split_by_size(batch, most=1)] == [1] * 5


ACTS = st.lists(st.tuples(st.sampled_from(("J-1", "J-2")), st.integers(0, 5)), max_size=8)


@given(acts=ACTS, limit=st.integers(600, 1100), down=st.booleans(), turns=st.data())
def test_events_have_the_same_effect_whether_they_carry_their_content_or_not(
    acts, limit, down, turns
):
    effects = []
    for at_most in (NEVER, limit, ALWAYS):
        water = Publisher(at_most)
        housing = Subscriber(water)
        water.emits(*[sealing(well, samples) for well, samples in acts])
        sent = water.sent()
        water.error = Unreachable("water is down") if down else None
        cut = turns.draw(st.integers(0, len(sent)))
        housing.hears(*sent[:cut])
        housing.hears(*sent[max(0, cut - 1) :], fetches=not down)
        water.error = None
        housing.passes()
        housing.passes()
        assert housing.store.all(Lane) == []
        effects.append(housing.store.all(Well))

    assert effects[0] == effects[1] == effects[2]


def test_a_publisher_that_never_answers_is_left_alone_longer_each_time(water, housing):
    water.error = Unreachable("no answer")
    water.emits(*(sealing(f"J-{number}", samples=5000) for number in range(2)))
    (first, second), pauses = water.sent(), []

    for _ in range(4):
        began, asked = housing.clock.now, water.asked
        while water.asked == asked:
            housing.contents.fetch_missing((first, second), 5.0)
            housing.clock.now += BACKOFF / 4
        pauses.append(housing.clock.now - began)

    assert pauses == sorted(pauses)
    assert pauses[-1] > 2 * pauses[1]


def test_those_who_wait_in_lanes_are_fetched_for_whatever_the_hurried_ones_met(water, housing):
    water.error = Unreachable("no answer")
    water.emits(sealing(samples=5000))
    (sent,) = water.sent()
    housing.hears(sent)
    water.error = None

    assert housing.contents.fetch_for_lane(housing.lane().id, 30.0)


def test_of_a_long_lane_only_the_first_contents_are_fetched():
    water = Publisher(limit=ALWAYS)
    housing = Subscriber(water)
    water.error = Unreachable("no answer")
    water.emits(*(sealing(substance=f"镉{number}") for number in range(60)))
    housing.hears(*water.sent())
    water.error, water.asked = None, 0

    assert housing.contents.fetch_for_lane(housing.lane().id, 30.0)
    assert 0 < water.asked < 60
