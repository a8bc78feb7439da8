"""The audit of events: compares published numbers with applied ones, by subject and in order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EXAMPLES = 8
Numbers = Mapping[str, Sequence[int]]


@dataclass(slots=True)
class AuditTally:
    """The result of an audit: the number of events and due effects, and the deviations.

    `unnumbered` counts events whose sequence has a gap or duplicate in the outbox.
    """

    events: int = 0
    effects: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    unnumbered: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether there are no deviations."""
        return self.lost == self.doubled == self.disordered == self.unnumbered == 0

    def add(self, found: "Deviations", examples: Iterable[str]) -> None:
        """Count deviations and append examples for the report, up to `EXAMPLES`."""
        self.lost += len(found.lost)
        self.doubled += len(found.doubled)
        self.disordered += len(found.disordered)
        self.examples += [*examples][: EXAMPLES - len(self.examples)]


@dataclass(frozen=True, slots=True)
class Deviations:
    """The numbers of one subject that were lost, applied twice or applied out of order."""

    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    disordered: list[int] = field(default_factory=list)

    def by_name(self) -> dict[str, list[int]]:
        """Return the numbers of each kind of deviation that occurs."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "disordered": self.disordered}
        return {kind: numbers for kind, numbers in kinds.items() if numbers}


def deviations(published: Sequence[int], applied: Sequence[int]) -> Deviations:
    """Compare the events of one subject with their effects in order of arrival.

    An effect without an event counts as doubled.
    """
    known = set(published)
    return Deviations(
        sorted(known - set(applied)),
        sorted((Counter(applied) - Counter(known)).elements()),
        late_numbers([number for number in dict.fromkeys(applied) if number in known]),
    )


def late_numbers(numbers: Sequence[int]) -> list[int]:
    """Return the numbers that follow a greater one."""
    highest, late = 0, []
    for number in numbers:
        if number < highest:
            late.append(number)
        highest = max(highest, number)
    return late


def audit_effects(published: Numbers, applied: Numbers) -> AuditTally:
    """Compare one publisher's events with one subscriber's effects, subject by subject."""
    tally = AuditTally(events=sum(len(numbers) for numbers in published.values()))
    for subject in sorted({*published, *applied}):
        found = deviations(published.get(subject, ()), applied.get(subject, ()))
        tally.add(found, _examples(subject, found))
    return tally


def audit_commands(answered: Mapping[str, int], published: Mapping[str, int]) -> AuditTally:
    """Compare the events of commands that were answered 2xx with those in the outbox."""
    tally = AuditTally(events=sum(answered.values()))
    for key, count in answered.items():
        surplus = published.get(key, 0) - count
        found = Deviations([1] * max(0, -surplus), [1] * max(0, surplus))
        tally.add(found, [f"{kind} {key}: [{abs(surplus)}]" for kind in found.by_name()])
    return tally


def audit_reactions(published: Numbers, reasons: Numbers, every: int) -> AuditTally:
    """Compare reactions with the events that require one; `reasons` are their events' numbers.

    Each event whose number is a multiple of `every` requires one reaction.
    """
    due = {
        subject: [number for number in numbers if number % every == 0]
        for subject, numbers in published.items()
    }
    return audit_effects(due, reasons)


def _examples(subject: str, found: Deviations) -> Iterable[str]:
    for kind, numbers in found.by_name().items():
        yield f"{kind} {subject}: {numbers[:6]}"
