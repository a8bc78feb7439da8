"""Sort what was told of a case's steps: what its parties did in their turn, and what is not so."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.casework.procedures.authorization import (
    OPENING,
    Matter,
    Standing,
    believe,
    marking_of,
    standing,
    why_not,
)
from services.casework.procedures.dates import impossible
from services.casework.procedures.procedure import Procedure
from services.casework.steps.messages import Step
from services.casework.timelines.domain import KeptStep
from services.casework.timelines.views import Disbelieved

Line = deque[KeptStep]
Filed = tuple[Step, str]


@dataclass(slots=True)
class Sorting:
    """What was believed of a case so far, and what was not."""

    table: Procedure
    matter: Matter
    began_at: datetime | None = None
    believed: list[KeptStep] = field(default_factory=list)
    refused: list[tuple[KeptStep, str]] = field(default_factory=list)
    disbelieved: list[Disbelieved] = field(default_factory=list)

    def run(self, lines: list[Line]) -> None:
        """Believe whichever first step of a teller is in turn, until all lines are through.

        Tellers have no order between them, but each line keeps its own: where nothing is in turn
        any more, the oldest first step is given up, and what is behind it is asked.
        """
        while lines := [line for line in lines if line]:
            lines.sort(key=lambda line: _order(line[0]))
            chosen = next((line for line in lines if self._stands(line[0])), lines[0])
            self._take(chosen.popleft())

    def _stands(self, step: KeptStep) -> bool:
        found = standing(
            self.table,
            self.matter,
            step.step,
            step.taken_by,
            told_by=step.told_by or None,
            marking=marking_of(step.step, step.complexity),
        )
        return found is Standing.PARTY and self._never(step) is None

    def _take(self, step: KeptStep) -> None:
        if not self._stands(step):
            self.refused.append((step, self._never(step) or self._why_not(step)))
            return
        if step.step is OPENING[self.table.track]:
            self.began_at = step.taken_at
        self.matter = believe(
            self.table,
            self.matter,
            step.step,
            step.taken_by,
            told_by=step.told_by or None,
            marking=marking_of(step.step, step.complexity),
        )
        self.believed.append(step)

    def _never(self, step: KeptStep) -> str | None:
        if step.track not in (None, self.table.track):
            return f"这是“{step.track}”的步骤，本案按“{self.table.track}”办理"
        if step.told_at is None:
            return None
        return impossible(step.taken_at, step.told_at, self.began_at)

    def _why_not(self, step: KeptStep) -> str:
        voice = step.told_by or step.taken_by
        return why_not(self.table, self.matter, step.step, step.taken_by, voice)


def sorted_out(
    table: Procedure, referred_by: str, steps: Iterable[KeptStep], filed: Iterable[Filed] = ()
) -> tuple[tuple[KeptStep, ...], tuple[Disbelieved, ...]]:
    """Tell apart what is believed of a case and what is not.

    `filed` are the steps that stand in the own file with who took them: that file vouches for a
    step of a party, also where what came before it was never told here. Steps in another
    department's case of the same number are in neither.
    """
    own = [at for at in steps if at.referred_by in ("", referred_by)]
    lines: dict[str, Line] = defaultdict(deque)
    for step in sorted(own, key=_order):
        lines[step.told_by or step.taken_by].append(step)
    sorting = Sorting(table, Matter(referred_by))
    sorting.run(list(lines.values()))
    left = Counter(filed)
    left.subtract((at.step, at.taken_by) for at in sorting.believed)
    for step, why in sorted(sorting.refused, key=lambda at: _order(at[0])):
        if left[step.step, step.taken_by] > 0 and step.told_by in ("", step.taken_by):
            left[step.step, step.taken_by] -= 1
            sorting.believed.append(step)
        else:
            sorting.disbelieved.append(_told(step, why))
    return tuple(sorting.believed), tuple(sorting.disbelieved)


def _order(step: KeptStep) -> tuple[datetime, str]:
    return step.told_at or step.taken_at, step.event_id


def _told(step: KeptStep, why: str) -> Disbelieved:
    return Disbelieved(step.taken_at, step.step, step.taken_by, step.told_by, why, step.event_id)
