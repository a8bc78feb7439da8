"""Runs an office with a hostile department beside one without it, and checks every promise."""

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
from shared.catalog.catalog import publishers_of, service_of
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.inbox.event import lane_of, position_key

SEED = 20261130
MOST_MEMORY = 256 * 1024 * 1024


def hostile(keys: Path, envelopes: Sequence[Envelope]) -> HostileDepartment:
    """Make the hostile department; it knows the numbers of all that the honest ones told."""
    taken = [cls for cls, _ in subscriptions_of(service_of(HEARER)).values()]
    wanted = [cls for cls in taken if HOSTILE in publishers_of(cls)]
    victims = sorted({name for envelope in envelopes for name in (envelope.subject, envelope.id)})
    return HostileDepartment(
        HOSTILE, load_signer(keys / f"{HOSTILE}.key.pem"), SEED, wanted, victims
    )


def shared_out(events: Sequence[Delivery], batches: int) -> Iterator[Sequence[Delivery]]:
    """Divide honest events among batches, in order."""
    for number in range(batches):
        first, last = len(events) * number // batches, len(events) * (number + 1) // batches
        yield events[first:last]


def mixed_in(
    dice: random.Random, honest: Sequence[Delivery], bad: Sequence[Delivery]
) -> list[Delivery]:
    """Mix a batch; honest events keep their order."""
    size = len(honest) + len(bad)
    places = set(dice.sample(range(size), len(honest)))
    good, rest = iter(honest), iter(bad)
    return [next(good if place in places else rest) for place in range(size)]


def runs(
    mixed: Office, alone: Office, envelopes: Sequence[Envelope], count: int, batch: int
) -> list[Sent]:
    """Let both offices hear; after each batch all honest events of it must have taken effect."""
    dice, told = random.Random(SEED), []
    messages = hostile(mixed.keys, envelopes).messages(count)
    batches = count // batch
    places = shared_out(
        [position_key(lane_of(envelope), envelope.sequence) for envelope in envelopes], batches
    )
    for honest in shared_out(signed(mixed.keys, envelopes), batches):
        bad = [next(messages) for _ in range(batch)]
        told += [sent(kind, delivery.body) for kind, delivery in bad]
        before = len(mixed.desk.order)
        mixed.hears(mixed_in(dice, honest, [delivery for _, delivery in bad]))
        alone.hears(honest)
        assert set(next(places)) <= set(mixed.desk.order[before:])
    mixed.ends()
    alone.ends()
    return told


def own(marks: Sequence[str]) -> list[str]:
    """List the marks of honest events."""
    return [mark for mark in marks if not mark.startswith(f"{HOSTILE}|")]


def changes(wanted: dict[str, Any], seen: dict[str, Any] | None) -> object:
    """Tell what of a document is otherwise than it should be."""
    if seen is None:
        return "missing"
    return {key: (wanted[key], seen[key]) for key in wanted if wanted[key] != seen[key]}


def proves(mixed: Office, alone: Office, *, count: int, cases: int, batch: int) -> None:
    """Run, and check every promise."""
    envelopes = honest_envelopes(cases)
    before = psutil.Process().memory_info().rss

    told = runs(mixed, alone, envelopes, count, batch)

    grown = psutil.Process().memory_info().rss - before
    account, size = Account(mixed.store), len(envelopes)
    counts, lost = account.sort(told)
    print(f"seed {SEED}: {count} hostile, {size} honest: {dict(counts)}, {grown >> 20} MiB")  # noqa: T201  the seed repeats the run
    assert own(mixed.desk.order) == own(alone.desk.order)
    assert len(own(alone.desk.order)) == len(set(own(alone.desk.order))) == size
    assert own(mixed.desk.parked) == []
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
    """Check that what is kept grows with what was sent, and what is published far less."""
    sizes, usual = mixed.sizes(), alone.sizes()
    assert account.bytes_kept <= sum(one.size for one in told)
    assert sum(sizes.values()) - sum(usual.values()) <= 6 * len(told)
    assert sizes["Outgoing"] - usual["Outgoing"] <= len(told) // 4
    assert sizes["Resend"] + sizes["Absent"] + sizes["Untold"] <= 4
    assert sizes["Lane"] <= OWN_SUBJECTS + STUCK_SUBJECTS + len(account.applied)
