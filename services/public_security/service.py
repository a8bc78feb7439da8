"""The public security bureau: its parts are the entrypoints of its subjects."""

from services.casework.entrypoints import ReportsClues
from services.casework.materials.entrypoints import KeepsReferredMaterials
from services.public_security.cases.entrypoints import TakesInCases
from services.public_security.detentions.entrypoints import TakesInDetentions
from services.public_security.reviews.entrypoints import ReviewsCases
from services.public_security.view_entrypoints import SeesReferredCases


class PublicSecurity(
    ReportsClues,
    TakesInCases,
    ReviewsCases,
    TakesInDetentions,
    KeepsReferredMaterials,
    SeesReferredCases,
):
    """The public security bureau, on the bus and on HTTP."""

    name = "public_security"
    title = "公安局"
