"""A case of this department in the form that papers need."""

from services.casework.cases.domain import Case
from services.casework.detentions.domain import Detention
from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.data.offices import office_of, procuratorate_of
from services.casework.steps.messages import POLICE_DEPARTMENT, Track
from services.casework.timelines.titles import case_title, detention_title
from shared.handling import HandlerRunner


def facts_of_case(work: HandlerRunner, case_id: str) -> CaseFacts:
    """Return the facts of a suspected crime for its papers."""
    case = work.get(Case, case_id)
    own = office_of(work.context.department, case.county)
    penalties = "；".join(
        f"{penalty.document_number}（{penalty.kind}）" for penalty in case.penalties
    )
    return CaseFacts(
        case_id=case.case_id,
        track=Track.CRIMINAL,
        case_name=case_title(case.suspects, case.charge),
        office=own,
        referrer=own,
        police=case.handler or office_of(POLICE_DEPARTMENT, case.county),
        procuratorate=procuratorate_of(case.county),
        state=case.state,
        opened_on=case.opened_on,
        materials=case.materials,
        history=case.history,
        suspects=case.suspects,
        charge=case.charge,
        officers=case.officers,
        penalties=penalties or None,
    )


def facts_of_detention(work: HandlerRunner, case_id: str) -> CaseFacts:
    """Return the facts of a case for detention for its papers."""
    case = work.get(Detention, case_id)
    own = office_of(work.context.department, case.county)
    return CaseFacts(
        case_id=case.case_id,
        track=Track.DETENTION,
        case_name=detention_title(case.form),
        office=own,
        referrer=own,
        police=case.handler or office_of(POLICE_DEPARTMENT, case.county),
        procuratorate=procuratorate_of(case.county),
        state=case.state,
        opened_on=case.history[0].on,
        materials=case.materials,
        history=case.history,
        officers=case.form.investigators,
        penalties=case.form.penalty_decision,
        form=case.form,
    )
