"""What a service class adds to report clues, and to handle those that it is competent for."""

from services.casework.cases.entrypoints import RefersCases
from services.casework.cases.follow_up_entrypoints import FollowsCases
from services.casework.clues.entrypoints import ReportsClues, TakesOnClues
from services.casework.detentions.entrypoints import RefersDetentions
from services.casework.materials.entrypoints import KeepsMaterials
from services.casework.timelines.entrypoints import SeesCases
from services.casework.triage.entrypoints import AssessesClues

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
