"""Subscriptions of the procuratorate besides public events: copies of a case, and its steps.

A copy is sent where an article requires one: of the transfer [17号 6], the forwarding [17号 9], the
decision on filing and its notice [17号 9-10], a case that is only administrative [17号 17]; and
letters addressed to it [17号 12-13, 19; proc01.10]. It receives everything else as a step without
names: our inference (D) from the sharing of information [17号 34; code.33].
"""

from services.casework.cases.messages import CaseSupervisionSuggested
from services.casework.messages import CaseReferred
from services.casework.steps.messages import CaseStepTaken
from services.public_security.cases.messages import (
    CaseFiled,
    CaseForwarded,
    CaseNotFiled,
    CaseNotified,
    CaseWithdrawn,
)
from services.public_security.reviews.messages import (
    CaseInvestigationSupplemented,
    CaseReasonsGiven,
    CaseReturnedForAdmin,
)

SUBSCRIPTIONS = (
    CaseReferred,
    CaseForwarded,
    CaseFiled,
    CaseNotFiled,
    CaseWithdrawn,
    CaseNotified,
    CaseSupervisionSuggested,
    CaseReasonsGiven,
    CaseInvestigationSupplemented,
    CaseReturnedForAdmin,
    CaseStepTaken,
)
