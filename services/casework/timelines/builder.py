"""Combine the file of a case, the published steps and the clocks into one timeline."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Protocol

from services.casework.procedures.case_file import ProcedureFile, RecordedStep, position_of
from services.casework.procedures.procedure import CaseProcedure
from services.casework.procedures.vocabulary import Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, Step
from services.casework.timelines.domain import CaseStepRecord, KeptClock
from services.casework.timelines.step_filter import filter_steps
from services.casework.timelines.views import ClockShown, Entry, Timeline

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
PROCURATORATE = "procuratorate"


class CaseForTimeline(ProcedureFile, Protocol):
    """The fields of a case file that a timeline needs, beside its procedure."""

    @property
    def case_id(self) -> str:
        """The number of the case."""

    @property
    def county(self) -> str:
        """The county of the case."""

    @property
    def handler(self) -> str | None:
        """The organ of public security that handles the case, once it was forwarded."""

    @property
    def contested_by(self) -> tuple[str, ...]:
        """The departments that use the same number for another case."""


def build_timeline(
    procedure: CaseProcedure,
    file: CaseForTimeline,
    title: str,
    referred_by: str,
    steps: Iterable[CaseStepRecord],
    clocks: Iterable[KeptClock],
) -> Timeline:
    """Build the timeline of a case."""
    kept = tuple(clocks)
    ended = procedure.is_final(position_of(file))
    filed = [(taken.step, _name_of(taken.organ, referred_by)) for taken in file.history]
    accepted, disbelieved = filter_steps(procedure, referred_by, steps, filed)
    return Timeline(
        case_id=file.case_id,
        track=procedure.track,
        title=title,
        referred_by=referred_by,
        handler=file.handler,
        county=file.county,
        state=file.state,
        marks=tuple(file.marks),
        outcome="已办结" if ended else "在办",
        entries=tuple(_entries(procedure, file, referred_by, accepted, kept)),
        clocks=tuple(_shown(clock) for clock in sorted(kept, key=urgency)),
        waiting=len(file.early),
        disbelieved=disbelieved,
        contested_by=file.contested_by,
    )


def urgency(clock: KeptClock) -> tuple[bool, datetime, datetime]:
    """Return a sort key for clocks: open ones first, then by the time of breach."""
    return not clock.open, clock.due_at or NEVER, clock.started_at


def _entries(
    procedure: CaseProcedure,
    file: CaseForTimeline,
    referred_by: str,
    steps: Iterable[CaseStepRecord],
    clocks: tuple[KeptClock, ...],
) -> Iterator[Entry]:
    """Pair the n-th publication of a step with the n-th such line of the file, in order of time."""
    told = _without_repetitions(steps)
    lines: list[Entry] = []
    for taken in file.history:
        queue = told[taken.step, _name_of(taken.organ, referred_by)]
        known = queue.popleft() if queue else None
        lines.append(_entry(procedure, taken, known, clocks))
    rest = [one for queue in told.values() for one in queue]
    lines.extend(_alone(procedure, one, referred_by, clocks) for one in rest)
    yield from sorted(lines, key=lambda entry: entry.at)


def _without_repetitions(
    steps: Iterable[CaseStepRecord],
) -> dict[tuple[Step, str], deque[CaseStepRecord]]:
    """Sort the published steps; several reports of one step of the procuratorate count once."""
    once = {(step.step, step.taken_by, step.taken_at): step for step in steps}
    found: dict[tuple[Step, str], deque[CaseStepRecord]] = defaultdict(deque)
    for telling in sorted(once.values(), key=lambda telling: telling.taken_at):
        found[telling.step, telling.taken_by].append(telling)
    return found


def _entry(
    procedure: CaseProcedure,
    taken: RecordedStep,
    known: CaseStepRecord | None,
    clocks: tuple[KeptClock, ...],
) -> Entry:
    return Entry(
        at=taken.at,
        step=taken.step,
        organ=taken.organ,
        by=taken.by,
        basis=_basis(procedure, taken.step, taken.organ),
        document_number=taken.document_number,
        words=taken.words,
        overtaken=taken.overtaken,
        event_id=known.event_id if known else None,
        correlation=known.correlation if known else None,
        started=_started(known, clocks),
        ended=_ended(known, clocks),
    )


def _alone(
    procedure: CaseProcedure, known: CaseStepRecord, referred_by: str, clocks: tuple[KeptClock, ...]
) -> Entry:
    """Show a step that was published but is in no line of this file."""
    organ = _organ_of(known.taken_by, referred_by)
    return Entry(
        at=known.taken_at,
        step=known.step,
        organ=organ,
        by=known.taken_by,
        basis=_basis(procedure, known.step, organ),
        document_number=None,
        words=None,
        overtaken=False,
        event_id=known.event_id,
        correlation=known.correlation,
        started=_started(known, clocks),
        ended=_ended(known, clocks),
    )


def _started(known: CaseStepRecord | None, clocks: tuple[KeptClock, ...]) -> tuple[str, ...]:
    return tuple(
        clock.obligation_id for clock in clocks if known and clock.act_id == known.event_id
    )


def _ended(known: CaseStepRecord | None, clocks: tuple[KeptClock, ...]) -> tuple[str, ...]:
    return tuple(
        clock.obligation_id for clock in clocks if known and clock.answer_id == known.event_id
    )


def _basis(procedure: CaseProcedure, step: Step, organ: Organ) -> str:
    found = (move.basis for move in procedure.of(step) if move.organ is organ)
    return next(found, "")


def _name_of(organ: Organ, referred_by: str) -> str:
    names = {Organ.REFERRER: referred_by, Organ.PUBLIC_SECURITY: POLICE_DEPARTMENT}
    return names.get(organ, PROCURATORATE)


def _organ_of(name: str, referred_by: str) -> Organ:
    organs = {referred_by: Organ.REFERRER, POLICE_DEPARTMENT: Organ.PUBLIC_SECURITY}
    return organs.get(name, Organ.PROCURATORATE)


def _shown(clock: KeptClock) -> ClockShown:
    return ClockShown(
        obligation_id=clock.obligation_id,
        rule=clock.rule,
        title=clock.title,
        owner=clock.owner,
        state=clock.state,
        started_at=clock.started_at,
        due_at=clock.due_at,
        last_day=clock.last_day,
        late=clock.late,
        basis=clock.basis,
        explanation=clock.explanation,
        ended_at=clock.ended_at,
        reason=clock.reason,
    )
