"""The verdict: what was told, against what was heard, per subject and in order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Heard = Mapping[str, Sequence[int]]
EXAMPLES = 8


@dataclass(slots=True)
class Tally:
    """What one hearer lost, heard twice, or heard out of order; `told` is how much there was."""

    told: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return self.lost == self.doubled == self.disordered == 0

    def note(self, word: str, subject: str, numbers: Sequence[int]) -> None:
        """Keep a few examples for whoever looks into it."""
        if numbers and len(self.examples) < EXAMPLES:
            self.examples.append(f"{word} {subject}: {list(numbers[:6])}")


def judge(told: Heard, heard: Heard) -> Tally:
    """Compare one publisher's events with one subscriber's effects.

    An effect that no event told of counts as doubled: something took effect that must not.
    """
    tally = Tally(told=sum(len(numbers) for numbers in told.values()))
    for subject in sorted({*told, *heard}):
        _judge_subject(tally, subject, told.get(subject, ()), heard.get(subject, ()))
    return tally


def _judge_subject(tally: Tally, subject: str, told: Sequence[int], heard: Sequence[int]) -> None:
    known = set(told)
    lost = sorted(known - set(heard))
    doubled = sorted((Counter(heard) - Counter(known)).elements())
    late = disorder_of([number for number in dict.fromkeys(heard) if number in known])
    tally.lost += len(lost)
    tally.doubled += len(doubled)
    tally.disordered += len(late)
    tally.note("lost", subject, lost)
    tally.note("doubled", subject, doubled)
    tally.note("disordered", subject, late)


def disorder_of(numbers: Sequence[int]) -> list[int]:
    """List the numbers that came behind a greater one."""
    highest, late = 0, []
    for number in numbers:
        if number < highest:
            late.append(number)
        highest = max(highest, number)
    return late


def judge_acts(answered: Mapping[str, int], told: Mapping[str, int]) -> Tally:
    """Compare the acts that were answered 2xx with the events that stand in the outbox."""
    tally = Tally(told=sum(answered.values()))
    for key, count in answered.items():
        missing, extra = count - told.get(key, 0), told.get(key, 0) - count
        tally.lost += max(0, missing)
        tally.doubled += max(0, extra)
        tally.note("lost", key, [missing] if missing > 0 else [])
        tally.note("doubled", key, [extra] if extra > 0 else [])
    return tally


def judge_reactions(told: Heard, reasons: Heard, every: int) -> Tally:
    """Compare the reactions that were published with the events that ask for one."""
    wanted = {
        subject: [number for number in numbers if number % every == 0]
        for subject, numbers in told.items()
    }
    return judge(wanted, reasons)
