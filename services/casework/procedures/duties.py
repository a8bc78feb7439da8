"""Who owes what next: the duties that exist in a position of a case, each with its clock."""

from dataclasses import dataclass
from enum import StrEnum

from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.procedure import CaseProcedure, Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step, Track


@dataclass(frozen=True, slots=True)
class StepDuty:
    """In this position of a case, this organ owes one of these steps; `clock` numbers the rule."""

    on: StrEnum
    organ: Organ
    ends: tuple[Step, ...]
    clock: str


C, D, M = CriminalState, DetentionState, CaseMark
REFERRER, POLICE, PROSECUTOR = Organ
DECISIONS = (Step.FILED, Step.NOT_FILED, Step.FORWARDED, Step.NOT_COMPETENT)
RECONSIDERED = (Step.RECONSIDERATION_UPHELD, Step.RECONSIDERATION_CHANGED, Step.FILED)
SUPPLEMENTS = (Step.SUPPLEMENTED, Step.SUPPLEMENT_IMPOSSIBLE)
OUTCOMES = (Step.DETAINED, Step.REJECTED, Step.FORWARDED, Step.NOT_COMPETENT)

DUTIES: dict[Track, tuple[StepDuty, ...]] = {
    Track.CRIMINAL: (
        StepDuty(C.SUSPECTED, REFERRER, (Step.REPORTED,), "C1"),
        StepDuty(C.REPORTED, REFERRER, (Step.APPROVED, Step.REFUSED), "C2"),
        StepDuty(C.APPROVED, REFERRER, (Step.SENT,), "C3"),
        StepDuty(C.SENT, POLICE, (Step.RECEIPTED,), "C4"),
        StepDuty(M.SUPPLEMENT_DUE, REFERRER, SUPPLEMENTS, "C6"),
        StepDuty(C.RECEIPTED, POLICE, DECISIONS, "C9"),
        StepDuty(M.NOTICE_DUE, POLICE, (Step.NOTIFIED,), "C10"),
        StepDuty(M.ITEMS_DUE, REFERRER, (Step.ITEMS_HANDED,), "C11"),
        StepDuty(M.RECONSIDERATION_DUE, POLICE, RECONSIDERED, "C13"),
        StepDuty(M.REASONS_DUE, POLICE, (Step.REASONS_GIVEN, Step.FILED), "C15"),
        StepDuty(M.FILING_DUE, POLICE, (Step.FILED,), "C16"),
        StepDuty(M.DEMANDED, REFERRER, (Step.SENT,), "C17"),
        StepDuty(M.INVESTIGATION_DUE, POLICE, (Step.INVESTIGATION_SUPPLEMENTED,), "C19"),
        StepDuty(M.POLICE_ANSWER_DUE, POLICE, (Step.CONSULTATION_ANSWERED,), "C20"),
        StepDuty(M.REFERRER_ANSWER_DUE, REFERRER, (Step.CONSULTATION_ANSWERED,), "C20"),
        StepDuty(M.ADMIN_RETURNED, REFERRER, (Step.ADMIN_ACCEPTED,), "admin-acceptance"),
    ),
    Track.DETENTION: (
        StepDuty(D.DRAFTED, REFERRER, (Step.UNIT_AGREED, Step.REFUSED), "A2"),
        StepDuty(D.UNIT_AGREED, REFERRER, (Step.LEGAL_AGREED, Step.REFUSED), "A2"),
        StepDuty(D.LEGAL_AGREED, REFERRER, (Step.APPROVED, Step.REFUSED), "A2"),
        StepDuty(D.APPROVED, REFERRER, (Step.SENT,), "A3"),
        StepDuty(D.SENT, POLICE, (Step.RECEIPTED,), "A4"),
        StepDuty(M.SUPPLEMENT_DUE, REFERRER, (Step.SUPPLEMENTED,), "A5-supplement"),
        StepDuty(D.RECEIPTED, POLICE, OUTCOMES, "A8"),
        StepDuty(M.COPY_DUE, POLICE, (Step.DECISION_COPIED,), "A6"),
    ),
}


def duties_at(procedure: CaseProcedure, at: Position) -> tuple[StepDuty, ...]:
    """List the duties in a position of a case."""
    here = (at.state, *at.marks)
    return tuple(duty for duty in DUTIES[procedure.track] if duty.on in here)


def needs_clock(procedure: CaseProcedure, at: Position) -> bool:
    """Return whether a clock must run here: somebody owes a step."""
    return bool(duties_at(procedure, at))
