"""The reactions that law and plan require: which act obliges whom to which answer."""

from dataclasses import dataclass

from services.agriculture.reclamations.messages import ReclamationProposed
from services.casework.messages import ClueAccepted, ClueRejected, ClueReported
from services.environment.gates.messages import (
    GateBlocked,
    GateCleared,
    GateDeferred,
    LandHistoryReturned,
)
from services.environment.permits.messages import PermitCancelled
from services.environment.plots.messages import PlotDelisted, PlotRegistered, PlotSuspected
from services.environment.surveys.messages import SurveySubmitted
from services.natural_resources.applications.messages import LandGateQueried
from services.natural_resources.overlay.messages import PlotFrozen, PlotHeld, PlotUnfrozen
from services.natural_resources.parcels.messages import ParcelAnswered
from services.natural_resources.surveys.messages import OpinionGiven


@dataclass(frozen=True, slots=True)
class Rule:
    """An act, what answers it, and the field of each that pairs the two.

    `owed_by` names the department that must answer, or with `@` in front the act's field that does.
    """

    name: str
    act: type[object]
    act_key: str
    owed_by: str
    answers: tuple[type[object], ...]
    answer_key: str
    basis: tuple[str, ...]

    def debtor(self, act: object) -> str:
        """Tell who must answer an act."""
        by_field = self.owed_by.startswith("@")
        return str(getattr(act, self.owed_by[1:])) if by_field else self.owed_by


LAND = "natural_resources"
SOIL = "environment"
GATE = (GateCleared, GateBlocked, GateDeferred)
PAST = (LandHistoryReturned,)
PARCELS = (ParcelAnswered,)
TAKEN = (ClueAccepted, ClueRejected)
QUERY = ("code.454", "code.456", "plan.6")
HISTORY = ("code.446", "code.428", "plan.2")
PLOT, SURVEY, CLUE = "plot_code", "survey_id", "clue_id"
APPLICATION, RECLAIMED = "application_id", "reclamation_id"

RULES = (
    Rule("parcel", PermitCancelled, "number", LAND, PARCELS, "permit_number", ("plan.5",)),
    Rule("hold", PlotSuspected, PLOT, LAND, (PlotHeld,), PLOT, ("42号令 12", "plan.8")),
    Rule("freeze", PlotRegistered, PLOT, LAND, (PlotFrozen,), PLOT, ("code.456", "plan.6")),
    Rule("unfreeze", PlotDelisted, PLOT, LAND, (PlotUnfrozen,), PLOT, ("code.461",)),
    Rule("opinion", SurveySubmitted, SURVEY, LAND, (OpinionGiven,), SURVEY, ("code.454",)),
    Rule("gate", LandGateQueried, APPLICATION, SOIL, GATE, APPLICATION, QUERY),
    Rule("history", ReclamationProposed, RECLAIMED, SOIL, PAST, RECLAIMED, HISTORY),
    Rule("clue", ClueReported, CLUE, "@competent", TAKEN, CLUE, ("code.1083",)),
)
