"""What a service class adds to report clues, and to handle those that it is competent for."""

from services.casework.cases.entrypoints import CaseReferralRoutes
from services.casework.cases.follow_up_entrypoints import CaseFollowUpRoutes
from services.casework.clues.entrypoints import ClueReportRoutes, ReceivedClueRoutes
from services.casework.detentions.entrypoints import DetentionReferralRoutes
from services.casework.materials.entrypoints import MaterialRoutes
from services.casework.timelines.entrypoints import CaseViewRoutes
from services.casework.triage.entrypoints import ClueTriageRoutes

__all__ = ["CaseworkRoutes", "ClueReportRoutes"]


class CaseworkRoutes(
    ReceivedClueRoutes,
    ClueTriageRoutes,
    CaseReferralRoutes,
    CaseFollowUpRoutes,
    DetentionReferralRoutes,
    MaterialRoutes,
    CaseViewRoutes,
):
    """Takes on clues, and refers what public security must deal with."""
