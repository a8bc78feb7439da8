"""When the decision of public security is overdue, so that supervision may be suggested."""

from datetime import datetime

from services.casework.cases.domain import Case
from services.casework.procedures.case_file import RecordedStep, latest_step
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import Step
from shared.calendar import Period, Unit, count, latest
from shared.errors import WrongStateError

ORDINARY = Period(3, Unit.NATURAL_DAY)
LONGER = {
    CaseMark.NEEDS_CHECK: Period(7, Unit.NATURAL_DAY),
    CaseMark.MAJOR: Period(30, Unit.NATURAL_DAY),
}
"""The longest period in which public security may decide on filing [17号 9; 310号 8]."""


RECEIPT = Period(24, Unit.HOUR)
"""The period to sign for a case: "at once" [17号 7]; the hours are a setting."""


def check_overdue(case: Case, now: datetime) -> None:
    """Allow supervision only after the period of public security has ended [17号 7, 9, 12].

    That is the period to sign for the case, and after that the one to decide on filing.
    """
    if case.state is CriminalState.SENT:
        sent = latest_step(case, Step.FORWARDED) or latest_step(case, Step.SENT)
        _require_over(sent, RECEIPT, now, "签收案件", "17号 7, 12")
    if case.state is CriminalState.RECEIPTED:
        period = next((LONGER[mark] for mark in LONGER if mark in case.marks), ORDINARY)
        _require_over(latest_step(case, Step.RECEIPTED), period, now, "决定是否立案", "17号 9, 12")


def _require_over(
    began: RecordedStep | None, period: Period, now: datetime, act: str, basis: str
) -> None:
    if began is None:
        return
    counted = count(period, began.at, latest())
    if counted.due_at is not None and now < counted.due_at:
        raise WrongStateError(
            f"公安机关{act}的期限至 {counted.last_day} 届满，期满未办的才能建议立案监督（{basis}）"
        )
