"""The audit of a run on the platform's engine: compares databases, journals and sent messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaos.city_reader import CityReader, PublishedEvents
from chaos.hostile_audit import audit_hostile
from chaos.hostile_messages import HostileMessage
from testbed.adversary import RawMessage
from testbed.command_plan import read_journal
from testbed.event_audit import EXAMPLES, AuditTally, audit_commands, audit_effects, audit_reactions

SEALED = "well.sealed.v1"
CLOSED = "site.closed.v1"
EVERY = 5


@dataclass(frozen=True, slots=True)
class CityAudit:
    """A tally per comparison, and the outcome of the invalid and the hostile messages."""

    tallies: dict[str, AuditTally]
    altered: list[str]
    invalid: dict[str, Any]
    hostile: dict[str, Any]
    events: int

    def sum_of(self, name: str) -> int:
        """Return the sum of one field over all tallies."""
        return sum(getattr(tally, name) for tally in self.tallies.values())

    @property
    def clean(self) -> bool:
        """Whether the audit found no deviation."""
        good = all(tally.clean for tally in self.tallies.values())
        stored = not self.invalid["not_kept"] and not self.hostile["nowhere"]
        return good and stored and not self.altered


def audit_city(
    reader: CityReader,
    journals: Iterable[Path],
    invalid: Mapping[str, tuple[str, str, RawMessage]],
    hostile: Sequence[HostileMessage] = (),
) -> CityAudit:
    """Compare answered commands, published, applied and altered events, and the quarantine."""
    sealed, closed = reader.published("water", SEALED), reader.published("housing", CLOSED)
    answered: dict[str, int] = {}
    for journal in journals:
        answered |= read_journal(journal)
    return CityAudit(
        _tallies(reader, sealed, closed, answered),
        [
            *_altered(reader, "housing", "", sealed),
            *_altered(reader, "archive", "water:", sealed),
            *_altered(reader, "archive", "housing:", closed),
        ],
        _audit_invalid(reader, invalid),
        audit_hostile(reader, hostile),
        sealed.total + closed.total,
    )


def _tallies(
    reader: CityReader,
    sealed: PublishedEvents,
    closed: PublishedEvents,
    answered: Mapping[str, int],
) -> dict[str, AuditTally]:
    filed = {**_filed("water", sealed), **_filed("housing", closed)}
    return {
        "heard by housing": audit_effects(sealed.numbers, reader.applied("housing")),
        "heard by archive": audit_effects(filed, reader.applied("archive")),
        "published by water": audit_commands(answered, sealed.by_note),
        "published by housing": audit_reactions(sealed.numbers, closed.reasons, EVERY),
        "outbox of water": _audit_sequence(sealed),
        "outbox of housing": _audit_sequence(closed),
    }


def _filed(publisher: str, published: PublishedEvents) -> dict[str, list[int]]:
    """Return the numbers by the archive's key of a subject, `<publisher>:<subject>`."""
    return {f"{publisher}:{subject}": numbers for subject, numbers in published.numbers.items()}


def _audit_sequence(published: PublishedEvents) -> AuditTally:
    """Check that the events of each subject are numbered 1, 2, 3 … in order of sequence."""
    whole = {subject: range(1, max(them) + 1) for subject, them in published.numbers.items()}
    return audit_effects(whole, published.numbers)


def _altered(
    reader: CityReader, subscriber: str, prefix: str, published: PublishedEvents
) -> list[str]:
    """List subjects whose running hash differs although the numbers are right."""
    applied, digests = reader.applied(subscriber), reader.digests(subscriber)
    return [
        f"{subscriber}: {prefix}{subject}"
        for subject, numbers in published.numbers.items()
        if applied.get(prefix + subject) == numbers
        and digests.get(prefix + subject) != published.digest(subject)
    ]


def _audit_invalid(
    reader: CityReader, sent: Mapping[str, tuple[str, str, RawMessage]]
) -> dict[str, Any]:
    """Check that each invalid message is in the quarantine, unchanged and with a reason."""
    quarantine = {name: reader.quarantine(name) for name in {one[0] for one in sent.values()}}
    missing = [
        f"{kind} at {subscriber} ({mark})"
        for mark, (subscriber, kind, message) in sent.items()
        if not quarantine[subscriber].get(message.body)
    ]
    return {
        "sent": len(sent),
        "kept_with_reason": len(sent) - len(missing),
        "not_kept": missing[:EXAMPLES],
    }
