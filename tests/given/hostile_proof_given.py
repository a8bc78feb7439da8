"""Compares an office that receives hostile messages with one that does not: the invariants hold."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
from hostile_account_given import Account, Sent, sent
from hostile_given import OWN_SUBJECTS, STUCK_SUBJECTS, HostileDepartment
from hostile_run_given import HEARER, HOSTILE, Office, digest_of, honest_envelopes, signed

from liandong.amqp.delivery import Delivery
from liandong.envelope import Envelope
from liandong.messages.verify import load_signer
from shared.catalog.catalog import load_service, publishers_of
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.inbox.event import lane_of, position_key

SEED = 20261130
MOST_MEMORY = 256 * 1024 * 1024


def hostile(keys: Path, envelopes: Sequence[Envelope]) -> HostileDepartment:
    """Make the hostile department; it knows the subjects and ids of all honest events."""
    taken = [cls for cls, _ in subscriptions_of(load_service(HEARER)).values()]
    wanted = [cls for cls in taken if HOSTILE in publishers_of(cls)]
    victims = sorted({name for envelope in envelopes for name in (envelope.subject, envelope.id)})
    return HostileDepartment(
        HOSTILE, load_signer(keys / f"{HOSTILE}.key.pem"), SEED, wanted, victims
    )


def shared_out(events: Sequence[Delivery], batches: int) -> Iterator[Sequence[Delivery]]:
    """Split the honest events into batches, keeping their order."""
    for number in range(batches):
        first, last = len(events) * number // batches, len(events) * (number + 1) // batches
        yield events[first:last]


def mixed_in(
    dice: random.Random, honest: Sequence[Delivery], bad: Sequence[Delivery]
) -> list[Delivery]:
    """Mix honest and hostile deliveries at random; the honest ones keep their order."""
    size = len(honest) + len(bad)
    places = set(dice.sample(range(size), len(honest)))
    good, rest = iter(honest), iter(bad)
    return [next(good if place in places else rest) for place in range(size)]


def runs(
    mixed: Office, alone: Office, envelopes: Sequence[Envelope], count: int, batch: int
) -> list[Sent]:
    """Feed both offices batch by batch; a batch must apply all honest events that it contains."""
    dice, told = random.Random(SEED), []
    messages = hostile(mixed.keys, envelopes).messages(count)
    batches = count // batch
    places = shared_out(
        [position_key(lane_of(envelope), envelope.sequence) for envelope in envelopes], batches
    )
    for honest in shared_out(signed(mixed.keys, envelopes), batches):
        bad = [next(messages) for _ in range(batch)]
        told += [sent(kind, delivery.body) for kind, delivery in bad]
        before = len(mixed.dispatcher.order)
        mixed.hears(mixed_in(dice, honest, [delivery for _, delivery in bad]))
        alone.hears(honest)
        assert set(next(places)) <= set(mixed.dispatcher.order[before:])
    mixed.ends()
    alone.ends()
    return told


def own(marks: Sequence[str]) -> list[str]:
    """Return the marks of honest events."""
    return [mark for mark in marks if not mark.startswith(f"{HOSTILE}|")]


def changes(wanted: dict[str, Any], seen: dict[str, Any] | None) -> object:
    """Return the fields in which a document differs, as (expected, actual)."""
    if seen is None:
        return "missing"
    return {key: (wanted[key], seen[key]) for key in wanted if wanted[key] != seen[key]}


def proves(mixed: Office, alone: Office, *, count: int, cases: int, batch: int) -> None:
    """Run both offices and assert every invariant."""
    envelopes = honest_envelopes(cases)
    before = psutil.Process().memory_info().rss

    told = runs(mixed, alone, envelopes, count, batch)

    grown = psutil.Process().memory_info().rss - before
    account, size = Account(mixed.store), len(envelopes)
    counts, lost = account.sort(told)
    print(f"seed {SEED}: {count} hostile, {size} honest: {dict(counts)}, {grown >> 20} MiB")  # noqa: T201  the seed repeats the run
    assert own(mixed.dispatcher.order) == own(alone.dispatcher.order)
    assert len(own(alone.dispatcher.order)) == len(set(own(alone.dispatcher.order))) == size
    assert own(mixed.dispatcher.parked) == []
    assert [lane.id for lane in account.lanes if lane.publisher != HOSTILE] == []
    seen, wanted = mixed.read_model(), alone.read_model()
    differing = {
        name: changes(wanted[name], seen.get(name))
        for name in wanted
        if wanted[name] != seen.get(name)
    }
    assert differing == {}
    assert digest_of({key: seen[key] for key in wanted}) == digest_of(wanted)
    assert lost == []
    assert account.faults_of_ours() == []
    assert sum(counts.values()) == count
    assert grown < MOST_MEMORY
    is_bounded(mixed, alone, account, told)


def is_bounded(mixed: Office, alone: Office, account: Account, told: Sequence[Sent]) -> None:
    """Assert that storage grows at most with the messages sent, and the outbox far less."""
    sizes, usual = mixed.sizes(), alone.sizes()
    assert account.bytes_kept <= sum(one.size for one in told)
    assert sum(sizes.values()) - sum(usual.values()) <= 6 * len(told)
    assert sizes["OutboxEvent"] - usual["OutboxEvent"] <= len(told) // 4
    assert sizes["Resend"] + sizes["Absent"] + sizes["PendingRefusals"] <= 4
    assert sizes["Lane"] <= OWN_SUBJECTS + STUCK_SUBJECTS + len(account.applied)
