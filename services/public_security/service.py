"""The public security bureau: its parts are the entrypoints of its subjects."""

from services.casework.entrypoints import ClueReportRoutes
from services.casework.materials.entrypoints import ReferredMaterialRoutes
from services.public_security.cases.entrypoints import ReferredCaseRoutes
from services.public_security.detentions.entrypoints import ReferredDetentionRoutes
from services.public_security.reviews.entrypoints import CaseReviewRoutes
from services.public_security.view_entrypoints import ReferredCaseViewRoutes


class PublicSecurity(
    ClueReportRoutes,
    ReferredCaseRoutes,
    CaseReviewRoutes,
    ReferredDetentionRoutes,
    ReferredMaterialRoutes,
    ReferredCaseViewRoutes,
):
    """The public security bureau, on the bus and on HTTP."""

    name = "public_security"
    title = "公安局"
