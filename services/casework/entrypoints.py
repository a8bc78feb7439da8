"""What a service class adds to report clues, and to handle those that it is competent for."""

from services.casework.case_entrypoints import RefersCases
from services.casework.clue_entrypoints import ReportsClues, TakesOnClues
from services.casework.detention_entrypoints import RefersDetentions
from services.casework.follow_entrypoints import FollowsCases
from services.casework.likeness_entrypoints import AssessesClues
from services.casework.materials.entrypoints import KeepsMaterials
from services.casework.sight_entrypoints import SeesCases

__all__ = ["HandlesCases", "ReportsClues"]


class HandlesCases(
    TakesOnClues,
    AssessesClues,
    RefersCases,
    FollowsCases,
    RefersDetentions,
    KeepsMaterials,
    SeesCases,
):
    """Takes on clues, and refers what public security must deal with."""
