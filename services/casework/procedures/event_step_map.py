"""The step that each event reports."""

from services.casework.cases.messages import (
    CaseAdminAccepted,
    CaseConsultationAnswered,
    CaseConsulted,
    CaseItemsHanded,
    CaseReconsiderationRequested,
    CaseSupplemented,
)
from services.casework.detentions.messages import DetentionSupplemented
from services.casework.steps.messages import Step
from services.partners.procuratorate.messages import (
    CaseCharged,
    CaseNotProsecuted,
    FilingOrdered,
    InvestigationReturned,
    ReasonsRequired,
    SupervisionEnded,
)
from services.public_security.cases.messages import (
    CaseCheckExtended,
    CaseFiled,
    CaseForwarded,
    CaseNotCompetent,
    CaseNotFiled,
    CaseNotified,
    CaseReceipted,
    CaseSupplementRequested,
    CaseWithdrawn,
)
from services.public_security.detentions.messages import (
    DetentionDecided,
    DetentionDecisionCopied,
    DetentionForwarded,
    DetentionNotCompetent,
    DetentionReceipted,
    DetentionRejected,
    DetentionSupplementRequested,
)
from services.public_security.reviews.messages import (
    CaseInvestigationSupplemented,
    CaseReasonsGiven,
    CaseReturnedForAdmin,
)

CRIMINAL_STEPS: dict[type[object], Step] = {
    CaseSupplemented: Step.SUPPLEMENTED,
    CaseItemsHanded: Step.ITEMS_HANDED,
    CaseReconsiderationRequested: Step.RECONSIDERATION_REQUESTED,
    CaseAdminAccepted: Step.ADMIN_ACCEPTED,
    CaseConsulted: Step.CONSULTED,
    CaseConsultationAnswered: Step.CONSULTATION_ANSWERED,
    CaseReceipted: Step.RECEIPTED,
    CaseSupplementRequested: Step.SUPPLEMENT_REQUESTED,
    CaseForwarded: Step.FORWARDED,
    CaseNotCompetent: Step.NOT_COMPETENT,
    CaseCheckExtended: Step.CHECK_EXTENDED,
    CaseFiled: Step.FILED,
    CaseNotFiled: Step.NOT_FILED,
    CaseWithdrawn: Step.WITHDRAWN,
    CaseNotified: Step.NOTIFIED,
    CaseReasonsGiven: Step.REASONS_GIVEN,
    CaseInvestigationSupplemented: Step.INVESTIGATION_SUPPLEMENTED,
    CaseReturnedForAdmin: Step.RETURNED_FOR_ADMIN,
    ReasonsRequired: Step.REASONS_REQUIRED,
    FilingOrdered: Step.FILING_ORDERED,
    SupervisionEnded: Step.SUPERVISION_ENDED,
    InvestigationReturned: Step.INVESTIGATION_RETURNED,
    CaseCharged: Step.CHARGED,
    CaseNotProsecuted: Step.NOT_PROSECUTED,
}
"""Steps of a suspected crime."""

DETENTION_STEPS: dict[type[object], Step] = {
    DetentionSupplemented: Step.SUPPLEMENTED,
    DetentionReceipted: Step.RECEIPTED,
    DetentionSupplementRequested: Step.SUPPLEMENT_REQUESTED,
    DetentionForwarded: Step.FORWARDED,
    DetentionNotCompetent: Step.NOT_COMPETENT,
    DetentionDecided: Step.DETAINED,
    DetentionDecisionCopied: Step.DECISION_COPIED,
    DetentionRejected: Step.REJECTED,
}
"""Steps of a case for detention."""

STEPS = {**CRIMINAL_STEPS, **DETENTION_STEPS}
