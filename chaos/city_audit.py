"""All that a run on the platform's engine found, from the databases and the journals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaos.city_reader import Books, Told
from chaos.hostile_audit import judge_hostile
from chaos.hostile_messages import Message
from testbed.command_plan import answered
from testbed.event_audit import EXAMPLES, Tally, judge, judge_acts, judge_reactions
from testbed.invalid_messages import Poison

SEALED = "well.sealed.v1"
CLOSED = "site.closed.v1"
EVERY = 5


@dataclass(frozen=True, slots=True)
class Findings:
    """A tally for each way that something can go wrong, and what became of the bad messages."""

    tallies: dict[str, Tally]
    altered: list[str]
    poison: dict[str, Any]
    hostile: dict[str, Any]
    events: int

    def sum_of(self, name: str) -> int:
        """Add up one number over all tallies."""
        return sum(getattr(tally, name) for tally in self.tallies.values())

    @property
    def clean(self) -> bool:
        """Whether nothing at all is wrong."""
        good = all(tally.clean for tally in self.tallies.values())
        kept = not self.poison["not_kept"] and not self.hostile["nowhere"]
        return good and kept and not self.altered


def find(
    books: Books,
    journals: Iterable[Path],
    poison: Mapping[str, tuple[str, Poison]],
    hostile: Sequence[Message] = (),
) -> Findings:
    """Compare everything with everything."""
    sealed, closed = books.told("water", SEALED), books.told("housing", CLOSED)
    told = {
        "housing": sealed.numbers,
        "archive": {**_filed("water", sealed), **_filed("housing", closed)},
    }
    acts: dict[str, int] = {}
    for journal in journals:
        acts |= answered(journal)
    tallies = {f"heard by {name}": judge(told[name], books.heard(name)) for name in told}
    tallies["published by water"] = judge_acts(acts, sealed.by_note)
    tallies["published by housing"] = judge_reactions(sealed.numbers, closed.reasons, EVERY)
    tallies["outbox of water"] = _in_sequence(sealed)
    tallies["outbox of housing"] = _in_sequence(closed)
    altered = [
        *_altered(books, "housing", "", sealed),
        *_altered(books, "archive", "water:", sealed),
    ]
    altered += _altered(books, "archive", "housing:", closed)
    kept, heard = _poison(books, poison), judge_hostile(books, hostile)
    return Findings(tallies, altered, kept, heard, sealed.total + closed.total)


def _filed(publisher: str, told: Told) -> dict[str, list[int]]:
    return {f"{publisher}:{subject}": numbers for subject, numbers in told.numbers.items()}


def _in_sequence(told: Told) -> Tally:
    """Check that the events of each subject are numbered 1, 2, 3 … in order of sequence."""
    whole = {subject: range(1, max(them) + 1) for subject, them in told.numbers.items()}
    return judge(whole, told.numbers)


def _altered(books: Books, subscriber: str, prefix: str, told: Told) -> list[str]:
    """List subjects whose running hash differs although the numbers are right."""
    heard, digests = books.heard(subscriber), books.digests(subscriber)
    return [
        f"{subscriber}: {prefix}{subject}"
        for subject, numbers in told.numbers.items()
        if heard.get(prefix + subject) == numbers
        and digests.get(prefix + subject) != told.digest(subject)
    ]


def _poison(books: Books, sent: Mapping[str, tuple[str, Poison]]) -> dict[str, Any]:
    kept = {name: books.kept(name) for name in {subscriber for subscriber, _ in sent.values()}}
    missing = [
        f"{bad.variant} at {subscriber} ({mark})"
        for mark, (subscriber, bad) in sent.items()
        if not kept[subscriber].get(bad.body)
    ]
    return {
        "sent": len(sent),
        "kept_with_reason": len(sent) - len(missing),
        "not_kept": missing[:EXAMPLES],
    }
