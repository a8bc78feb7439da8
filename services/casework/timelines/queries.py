"""Read the stored documents of a case, and show them as one timeline."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.procedure import CaseProcedure
from services.casework.timelines.builder import CaseForTimeline, build_timeline
from services.casework.timelines.domain import CaseStepRecord, KeptClock
from services.casework.timelines.titles import case_title, detention_title
from services.casework.timelines.views import Disbelieved, Timeline
from shared.delivery import Lane, LaneState
from shared.handling import HandlerRunner
from shared.store import key_of

T = TypeVar("T")
AT_A_TIME = 500
LETTER = "来件"


def timeline_of_case(work: HandlerRunner, case_id: str) -> Timeline:
    """Show a suspected crime as the department that refers it sees it."""
    case = work.get(Case, case_id)
    own = work.context.department
    return timeline_of_file(
        work, criminal_of(own), case, case_title(case.suspects, case.charge), own
    )


def timeline_of_detention(work: HandlerRunner, case_id: str) -> Timeline:
    """Show a case for detention as the department that transfers it sees it."""
    case = work.get(Detention, case_id)
    own = work.context.department
    return timeline_of_file(work, DETENTION, case, detention_title(case.form), own)


def timeline_of_file(
    work: HandlerRunner,
    procedure: CaseProcedure,
    file: CaseForTimeline,
    title: str,
    referred_by: str,
    number: str | None = None,
) -> Timeline:
    """Build a timeline from a file and the published steps and clocks, by its number.

    Messages that were not accepted are parked in their lanes for manual action; they are shown as
    well.
    """
    told_as = number or file.case_id
    steps = documents_of_case(work, CaseStepRecord, told_as)
    clocks = documents_of_case(work, KeptClock, told_as)
    seen = build_timeline(procedure, file, title, referred_by, steps, clocks)
    return replace(seen, disbelieved=(*seen.disbelieved, *parked(work, told_as)))


def parked(work: HandlerRunner, number: str) -> Iterator[Disbelieved]:
    """List the messages about a case that are parked for manual action."""
    for lane in work.context.store.page(Lane, {"subject": number}, "", AT_A_TIME):
        if lane.state is LaneState.FAILED and lane.due_at is None:
            yield Disbelieved(lane.since, LETTER, lane.publisher, lane.publisher, lane.error, "")


def documents_of_case(work: HandlerRunner, kind: type[T], case_id: str) -> list[T]:
    """Read all documents of a case, in pages."""
    found: list[T] = []
    after = ""
    while True:
        part = work.context.store.page(kind, {"case_id": case_id}, after, AT_A_TIME)
        found.extend(part)
        if len(part) < AT_A_TIME:
            return found
        after = key_of(part[-1])
