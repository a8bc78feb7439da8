"""Whether anything was lost: every event of an outbox, against the marks of all who hear it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Hears = Mapping[str, frozenset[tuple[str, str]]]
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands in its publisher's outbox."""

    id: str
    publisher: str
    topic: str
    subject: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that an event took effect at a subscriber."""

    event_id: str
    at: datetime


@dataclass(slots=True)
class Tally:
    """What came of all events; clean if nothing is lost, doubled or out of order."""

    events: int = 0
    effects: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    unnumbered: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.lost or self.doubled or self.disordered or self.unnumbered)

    def note(self, word: str, what: str) -> None:
        """Keep a few examples."""
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{word}: {what}")


def judge(
    told: Iterable[Told],
    marks: Mapping[str, Iterable[Mark]],
    hears: Hears,
    skewed: frozenset[str] = frozenset(),
) -> Tally:
    """Compare; `hears` names for each subscriber the publishers and topics it is bound to.

    Of a subscriber whose clock was `skewed` the order cannot be read from the times of its marks.
    """
    events = sorted(told, key=lambda record: (record.publisher, record.subject, record.sequence))
    tally = Tally(events=len(events))
    _numbered(tally, events)
    for subscriber, bound in hears.items():
        seen: dict[str, list[datetime]] = defaultdict(list)
        for mark in marks.get(subscriber, ()):
            seen[mark.event_id].append(mark.at)
        due = [event for event in events if (event.publisher, event.topic) in bound]
        tally.effects += len(due)
        _compare(tally, subscriber, due, seen, ordered=subscriber not in skewed)
    return tally


def _numbered(tally: Tally, events: list[Told]) -> None:
    """See that an outbox numbers each subject 1, 2, 3 …."""
    last: Counter[tuple[str, str]] = Counter()
    for event in events:
        last[event.publisher, event.subject] += 1
        if event.sequence != last[event.publisher, event.subject]:
            tally.unnumbered += 1
            tally.note("number", f"{event.publisher} {event.subject} {event.sequence}")


def _compare(
    tally: Tally,
    subscriber: str,
    due: list[Told],
    seen: Mapping[str, list[datetime]],
    *,
    ordered: bool,
) -> None:
    latest: dict[tuple[str, str], datetime] = {}
    for event in due:
        times = seen.get(event.id, [])
        if not times:
            tally.lost += 1
            tally.note("lost", f"{event.publisher} {event.topic} {event.subject} at {subscriber}")
            continue
        if len(times) > 1:
            tally.doubled += len(times) - 1
            tally.note("doubled", f"{event.topic} {event.subject} at {subscriber}")
        lane = event.publisher, event.subject
        if ordered and times[0] < latest.get(lane, times[0]):
            tally.disordered += 1
            tally.note("disordered", f"{event.topic} {event.subject} at {subscriber}")
        latest[lane] = max(latest.get(lane, times[0]), times[0])
