"""What the procuratorate hears besides public events: copies of a case [17号 6, 9-13]."""

from services.casework.cases.messages import (
    CaseReconsiderationRequested,
    CaseSupervisionSuggested,
)
from services.casework.messages import CaseReferred
from services.public_security.cases.messages import (
    CaseFiled,
    CaseForwarded,
    CaseNotCompetent,
    CaseNotFiled,
    CaseNotified,
    CaseReceipted,
    CaseSupplementRequested,
    CaseWithdrawn,
)
from services.public_security.reviews.messages import (
    CaseInvestigationSupplemented,
    CaseReasonsGiven,
    CaseReconsidered,
    CaseReturnedForAdmin,
)

HEARS = (
    CaseReferred,
    CaseReceipted,
    CaseSupplementRequested,
    CaseForwarded,
    CaseNotCompetent,
    CaseFiled,
    CaseNotFiled,
    CaseWithdrawn,
    CaseNotified,
    CaseReconsiderationRequested,
    CaseReconsidered,
    CaseSupervisionSuggested,
    CaseReasonsGiven,
    CaseInvestigationSupplemented,
    CaseReturnedForAdmin,
)
