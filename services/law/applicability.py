"""Choose the text by date: the law of a day, and the law for an act that is judged later.

The old law applies to an act done under it unless the new one is lighter (从旧兼从轻) [code.1057].
Nothing is decided silently: every answer includes a Chinese sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.law import sentences
from services.law.basis import Basis
from services.law.errors import JudgedBeforeActError
from services.law.registry import predecessors_of, successors_of, text_of
from services.law.texts import LegalChange, Lighter, changes


@dataclass(frozen=True, slots=True)
class ApplicableOnDay:
    """The articles in force on a day in the place of a basis; empty, where no text applied."""

    asked: Basis
    day: date
    applies: tuple[Basis, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ApplicableLaw:
    """The law that applies to an act; `needs_person` where the data cannot compare old and new."""

    asked: Basis
    act_on: date
    judged_on: date
    applies: tuple[Basis, ...]
    compared_with: tuple[Basis, ...]
    lighter: Lighter
    needs_person: bool
    sentence: str


def applied_on(basis: Basis, day: date) -> ApplicableOnDay:
    """Return the articles in force on a day: the basis itself, or the ones before or after it."""
    applies = _in_force(basis, day)
    return ApplicableOnDay(basis, day, applies, sentences.applied(basis, day, applies))


def choose_law(basis: Basis, act_on: date, judged_on: date) -> ApplicableLaw:
    """Choose by the day of the act, and compare with the law of the day of judgement [code.1057].

    Raises `JudgedBeforeActError`.
    """
    if judged_on < act_on:
        raise JudgedBeforeActError
    old, new = _in_force(basis, act_on), _in_force(basis, judged_on)
    if old == new or not old or not new:
        sentence = sentences.uncompared(basis, act_on, judged_on, old, new)
        needs_person = not old or not new
        return ApplicableLaw(
            basis, act_on, judged_on, old, (), Lighter.UNKNOWN, needs_person, sentence
        )
    known = [changes().get((str(one), str(other))) for one in old for other in _after(one, new)]
    lighter = _lightest(known)
    applies, other = (new, old) if lighter is Lighter.NEW else (old, new)
    needs_person = lighter is Lighter.UNKNOWN
    sentence = sentences.compared(
        act_on, old, new, lighter, [change for change in known if change is not None]
    )
    return ApplicableLaw(basis, act_on, judged_on, applies, other, lighter, needs_person, sentence)


def _in_force(basis: Basis, day: date) -> tuple[Basis, ...]:
    if text_of(basis).in_force_on(day):
        return (basis,)
    others = (*successors_of(basis), *predecessors_of(basis))
    return tuple(other for other in others if text_of(other).in_force_on(day))


def _after(old: Basis, new: Iterable[Basis]) -> list[Basis]:
    wanted = {one.whole_article for one in new}
    return [one for one in successors_of(old) if one in wanted]


def _lightest(known: Iterable[LegalChange | None]) -> Lighter:
    found = {Lighter.UNKNOWN if change is None else change.lighter for change in known}
    decided = found - {Lighter.SAME}
    if not decided:
        return Lighter.SAME if found else Lighter.UNKNOWN
    return decided.pop() if len(decided) == 1 else Lighter.UNKNOWN
