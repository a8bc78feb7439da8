"""Filter the published steps of a case: those that its parties took in turn, and the refused."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.casework.procedures.authorization import (
    OPENING,
    Authorization,
    CaseViews,
    PublishedStep,
    apply_step,
    authorization_of,
    marking_of,
    refusal_reason,
)
from services.casework.procedures.dates import why_impossible
from services.casework.procedures.procedure import CaseProcedure
from services.casework.steps.messages import Step
from services.casework.timelines.domain import CaseStepRecord
from services.casework.timelines.views import Disbelieved

Queue = deque[CaseStepRecord]
Filed = tuple[Step, str]


@dataclass(slots=True)
class StepFilter:
    """The steps of a case that are accepted so far, and those refused, with the reason."""

    table: CaseProcedure
    case: CaseViews
    began_at: datetime | None = None
    accepted: list[CaseStepRecord] = field(default_factory=list)
    refused: list[tuple[CaseStepRecord, str]] = field(default_factory=list)

    def run(self, queues: list[Queue]) -> None:
        """Accept the first step of any queue that is in turn, until all queues are empty.

        Each queue holds the steps of one publisher in order; between publishers there is no order.
        If no first step is in turn, the oldest is refused, and the next one of its queue is tried.
        """
        while queues := [queue for queue in queues if queue]:
            queues.sort(key=lambda queue: _order(queue[0]))
            in_turn = next((queue for queue in queues if self._is_in_turn(queue[0])), None)
            if in_turn is None:
                self._refuse(queues[0].popleft())
            else:
                self._accept(in_turn.popleft())

    def _is_in_turn(self, step: CaseStepRecord) -> bool:
        found = authorization_of(self.table, self.case, _published(step))
        return found is Authorization.PARTY and self._impossible(step) is None

    def _accept(self, step: CaseStepRecord) -> None:
        if step.step is OPENING[self.table.track]:
            self.began_at = step.taken_at
        self.case = apply_step(self.table, self.case, _published(step))
        self.accepted.append(step)

    def _refuse(self, step: CaseStepRecord) -> None:
        reason = self._impossible(step)
        self.refused.append(
            (step, reason or refusal_reason(self.table, self.case, _published(step)))
        )

    def _impossible(self, step: CaseStepRecord) -> str | None:
        """Explain in Chinese why a step cannot belong to this case; None if it can."""
        if step.track not in (None, self.table.track):
            return f"这是“{step.track}”的步骤，本案按“{self.table.track}”办理"
        if step.told_at is None:
            return None
        return why_impossible(step.taken_at, step.told_at, self.began_at)


def filter_steps(
    table: CaseProcedure,
    referred_by: str,
    steps: Iterable[CaseStepRecord],
    filed: Iterable[Filed] = (),
) -> tuple[tuple[CaseStepRecord, ...], tuple[Disbelieved, ...]]:
    """Separate the accepted steps of a case from the refused ones.

    `filed` are the steps in the own file with those who took them: the file confirms a step of a
    party even if an earlier step was never received here. Steps in another department's case of the
    same number are in neither.
    """
    queues: dict[str, Queue] = defaultdict(deque)
    for step in sorted(steps, key=_order):
        if step.referred_by in ("", referred_by):
            queues[_publisher(step)].append(step)
    sorting = StepFilter(table, CaseViews(referred_by))
    sorting.run(list(queues.values()))
    accepted = sorting.accepted
    disbelieved: list[Disbelieved] = []
    unseen = Counter(filed)
    unseen.subtract((step.step, step.taken_by) for step in accepted)
    for step, why in sorted(sorting.refused, key=lambda refused: _order(refused[0])):
        if unseen[step.step, step.taken_by] > 0 and _publisher(step) == step.taken_by:
            unseen[step.step, step.taken_by] -= 1
            accepted.append(step)
        else:
            disbelieved.append(_disbelieved(step, why))
    return tuple(accepted), tuple(disbelieved)


def _publisher(step: CaseStepRecord) -> str:
    """Return the publisher of a step; for older documents without it, the organ that took it."""
    return step.told_by or step.taken_by


def _published(step: CaseStepRecord) -> PublishedStep:
    marking = marking_of(step.step, step.complexity)
    return PublishedStep(step.step, step.taken_by, _publisher(step), marking)


def _order(step: CaseStepRecord) -> tuple[datetime, str]:
    return step.told_at or step.taken_at, step.event_id


def _disbelieved(step: CaseStepRecord, why: str) -> Disbelieved:
    return Disbelieved(step.taken_at, step.step, step.taken_by, step.told_by, why, step.event_id)
