"""The mixins of HTTP routes and subscriptions for a department that reports or handles clues."""

from services.casework.cases.entrypoints import CaseReferralRoutes
from services.casework.cases.follow_up_entrypoints import CaseFollowUpRoutes
from services.casework.clues.entrypoints import ReceivedClueRoutes
from services.casework.detentions.entrypoints import DetentionReferralRoutes
from services.casework.materials.entrypoints import MaterialRoutes
from services.casework.reports.entrypoints import ClueReportRoutes
from services.casework.timelines.referrer_entrypoints import ReferrerViewRoutes
from services.casework.triage.entrypoints import ClueTriageRoutes

__all__ = ["CaseworkRoutes", "ClueReportRoutes"]


class CaseworkRoutes(
    ReceivedClueRoutes,
    ClueTriageRoutes,
    CaseReferralRoutes,
    CaseFollowUpRoutes,
    DetentionReferralRoutes,
    MaterialRoutes,
    ReferrerViewRoutes,
):
    """All routes of a department that handles clues and refers cases to public security."""
