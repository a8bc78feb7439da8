"""The audit of all departments: compares every outbox with the inbox marks of its subscribers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.broker.topology import bound_topics_of
from shared.catalog.catalog import department_names
from testbed.event_audit import AuditTally, Deviations, deviations

Bindings = Mapping[str, frozenset[tuple[str, str]]]
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OutboxRecord:
    """An event in its publisher's outbox; `sequence` counts per subject from 1."""

    id: str
    publisher: str
    topic: str
    subject: str
    sequence: int

    @property
    def line(self) -> Line:
        """The publisher and the subject: the scope of ordering."""
        return self.publisher, self.subject


@dataclass(frozen=True, slots=True)
class InboxMark:
    """The mark that an event took effect at a subscriber."""

    event_id: str
    at: datetime


def audit_marks(
    records: Iterable[OutboxRecord],
    marks: Mapping[str, Iterable[InboxMark]],
    bindings: Bindings,
    skewed: frozenset[str] = frozenset(),
) -> AuditTally:
    """Compare outboxes with inbox marks; `bindings` maps subscribers to (publisher, topic) pairs.

    The order of effects is not checked for subscribers in `skewed`, whose clock was moved.
    """
    events = sorted(records, key=lambda record: (*record.line, record.sequence))
    tally = AuditTally(events=len(events))
    _check_numbers(tally, events)
    for subscriber, bound in bindings.items():
        due = [event for event in events if (event.publisher, event.topic) in bound]
        tally.effects += len(due)
        in_order = subscriber not in skewed
        applied = _applied(due, marks.get(subscriber, ()), in_order=in_order)
        for line, published in _by_line(due).items():
            found = deviations([event.sequence for event in published], applied[line])
            tally.add(found, _examples(subscriber, published, found))
    return tally


def contract_bindings() -> Bindings:
    """Return the publishers and topics that each department is bound to by its contracts."""
    return {name: frozenset(bound_topics_of(name)) for name in department_names()}


def _check_numbers(tally: AuditTally, events: list[OutboxRecord]) -> None:
    """Check that the outbox numbers each subject 1, 2, 3 …."""
    last: Counter[Line] = Counter()
    for event in events:
        last[event.line] += 1
        if event.sequence != last[event.line]:
            tally.unnumbered += 1
            tally.add(Deviations(), [f"number: {' '.join(event.line)} {event.sequence}"])


def _by_line(events: Iterable[OutboxRecord]) -> dict[Line, list[OutboxRecord]]:
    lines: dict[Line, list[OutboxRecord]] = defaultdict(list)
    for event in events:
        lines[event.line].append(event)
    return lines


def _applied(
    due: Iterable[OutboxRecord], marks: Iterable[InboxMark], *, in_order: bool
) -> dict[Line, list[int]]:
    """Return the applied numbers by line, in order of time if `in_order`, else of number."""
    by_id = {event.id: event for event in due}
    known = [(mark.at, by_id[mark.event_id]) for mark in marks if mark.event_id in by_id]
    known.sort(key=lambda pair: (pair[0], pair[1].sequence) if in_order else pair[1].sequence)
    applied: dict[Line, list[int]] = defaultdict(list)
    for _, event in known:
        applied[event.line].append(event.sequence)
    return applied


def _examples(
    subscriber: str, published: Iterable[OutboxRecord], found: Deviations
) -> Iterable[str]:
    topics = {event.sequence: event for event in published}
    for kind, numbers in found.by_name().items():
        for event in map(topics.__getitem__, numbers):
            yield f"{kind}: {event.publisher} {event.topic} {event.subject} at {subscriber}"
