"""When public security is late with its decision, so that supervision may be suggested."""

from datetime import datetime

from services.casework.cases.domain import Case
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.record import last
from services.casework.procedures.terms import Mark
from services.casework.steps.messages import Step
from shared.calendar import Period, Unit, count, latest
from shared.errors import WrongStateError

ORDINARY = Period(3, Unit.NATURAL_DAY)
LONGER = {
    Mark.NEEDS_CHECK: Period(7, Unit.NATURAL_DAY),
    Mark.MAJOR: Period(30, Unit.NATURAL_DAY),
}
"""How long public security may take to decide on filing [17号 9; 310号 8]."""


def check_overdue(case: Case, now: datetime) -> None:
    """Let a case that is not decided yet be supervised only when its period is over [17号 12]."""
    receipt = last(case, Step.RECEIPTED)
    if case.state is not CriminalState.RECEIPTED or receipt is None:
        return
    period = next((LONGER[mark] for mark in LONGER if mark in case.marks), ORDINARY)
    counted = count(period, receipt.at, latest())
    if counted.due_at is not None and now < counted.due_at:
        raise WrongStateError(
            f"公安机关决定是否立案的期限至 {counted.last_day} 届满，"
            "期满未作决定的才能建议立案监督（17号 9, 12）"
        )
