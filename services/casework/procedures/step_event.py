"""The event that publishes a step without names."""

from services.casework.procedures.case_file import ProcedureFile, RecordedStep
from services.casework.procedures.procedure import CaseProcedure
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import POLICE_DEPARTMENT, CaseStepTaken, Complexity, Step
from shared.vocabulary import office_division

PROCURATORATE = "procuratorate"


def step_taken_event(
    procedure: CaseProcedure,
    file: ProcedureFile,
    taken: RecordedStep,
    *,
    case_id: str,
    referred_by: str,
    county: str,
    division: str = "",
    handled_division: str = "",
    organ_name: str | None,
) -> CaseStepTaken:
    """Build the event of a step; the file is passed in its state after the step."""
    return CaseStepTaken(
        case_id=case_id,
        track=procedure.track,
        step=taken.step,
        taken_by=_name_of(taken.organ, referred_by),
        taken_at=taken.at,
        referred_by=referred_by,
        handled_by=POLICE_DEPARTMENT,
        county=county,
        division=office_division(division, county),
        handled_division=office_division(handled_division, county),
        complexity=_complexity_of(file),
        approved_by_head=taken.step is Step.CHECK_EXTENDED and CaseMark.MAJOR in file.marks,
        organ_name=organ_name,
    )


def _name_of(organ: Organ, referred_by: str) -> str:
    names = {Organ.REFERRER: referred_by, Organ.PUBLIC_SECURITY: POLICE_DEPARTMENT}
    return names.get(organ, PROCURATORATE)


def _complexity_of(file: ProcedureFile) -> Complexity:
    if CaseMark.MAJOR in file.marks:
        return Complexity.MAJOR
    return Complexity.NEEDS_CHECK if CaseMark.NEEDS_CHECK in file.marks else Complexity.ORDINARY
