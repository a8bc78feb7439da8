"""Cases at public security, in the form that timelines and papers need."""

from services.casework.papers.data.facts import CaseFacts
from services.casework.papers.data.offices import office_of, procuratorate_of
from services.casework.procedures.criminal import criminal_of
from services.casework.procedures.detention import DETENTION
from services.casework.steps.messages import POLICE_DEPARTMENT, Track
from services.casework.timelines.case_reader import CaseReader
from services.casework.timelines.queries import timeline_of_file
from services.casework.timelines.titles import case_title, detention_title
from services.casework.timelines.views import Timeline
from services.public_security.cases.domain import ReferredCase
from services.public_security.detentions.domain import ReferredDetention
from shared.handling import HandlerRunner


def timeline_of_case(work: HandlerRunner, case_id: str) -> Timeline:
    """Return a referred case for a timeline."""
    case = work.get(ReferredCase, case_id)
    title = case_title(case.suspects, case.charge)
    table = criminal_of(case.referred_by)
    return timeline_of_file(work, table, case, title, case.referred_by, case.own_number)


def timeline_of_detention(work: HandlerRunner, case_id: str) -> Timeline:
    """Return a transferred case for detention for a timeline."""
    case = work.get(ReferredDetention, case_id)
    title = detention_title(case.form)
    return timeline_of_file(work, DETENTION, case, title, case.referred_by, case.own_number)


def facts_of_case(work: HandlerRunner, case_id: str) -> CaseFacts:
    """Return the facts of a suspected crime for its papers."""
    case = work.get(ReferredCase, case_id)
    police = case.handler or office_of(POLICE_DEPARTMENT, case.county)
    return CaseFacts(
        case_id=case.case_id,
        track=Track.CRIMINAL,
        case_name=case_title(case.suspects, case.charge),
        office=police,
        referrer=office_of(case.referred_by, case.county),
        police=police,
        procuratorate=procuratorate_of(case.county),
        state=case.state,
        opened_on=case.arrived_on,
        materials=case.materials,
        history=case.history,
        suspects=case.suspects,
        charge=case.charge,
    )


def facts_of_detention(work: HandlerRunner, case_id: str) -> CaseFacts:
    """Return the facts of a case for detention for its papers."""
    case = work.get(ReferredDetention, case_id)
    police = case.handler or office_of(POLICE_DEPARTMENT, case.county)
    return CaseFacts(
        case_id=case.case_id,
        track=Track.DETENTION,
        case_name=detention_title(case.form),
        office=police,
        referrer=office_of(case.referred_by, case.county),
        police=police,
        procuratorate=procuratorate_of(case.county),
        state=case.state,
        opened_on=case.arrived_on,
        materials=case.materials,
        history=case.history,
        officers=case.form.investigators,
        penalties=case.form.penalty_decision,
        form=case.form,
    )


CASES = CaseReader(timeline_of_case, facts_of_case)
DETENTIONS = CaseReader(timeline_of_detention, facts_of_detention)
