"""The transfer of a suspected crime as one table for each kind of case [17号; 310号; proc01]."""

from dataclasses import replace

from services.casework.procedures.criminal_police import DECIDING, EXTENDING, RECEIVING
from services.casework.procedures.criminal_referrer import REFERRING
from services.casework.procedures.criminal_review import CONTESTED, SUPERVISED
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.procedure import CaseProcedure
from services.casework.steps.messages import Step, Track
from services.law.basis import ANALOGY

FINALS = frozenset({CriminalState.REFUSED, CriminalState.CHARGED})
COMMON = (*REFERRING, *RECEIVING, *DECIDING, *CONTESTED, *SUPERVISED)
NO_EXTENSION = "310号 8 只给三日：审查期限的延长只适用于生态环境部门移送的案件（17号 9）"


def _elsewhere(basis: str) -> str:
    """Cite texts that bind other departments too; where only 17号 applies, it is a model (参照)."""
    parts = basis.split("; ")
    binding = [part for part in parts if not part.startswith("17号")]
    return "; ".join(binding or [f"{ANALOGY}{part}" for part in parts])


ENVIRONMENTAL = CaseProcedure(
    Track.CRIMINAL,
    first=CriminalState.SUSPECTED,
    received=CriminalState.SENT,
    moves=(*COMMON, *EXTENDING),
    finals=FINALS,
)
"""Cases of the environment bureau, by both texts [17号; 310号]."""

GENERAL = CaseProcedure(
    Track.CRIMINAL,
    first=CriminalState.SUSPECTED,
    received=CriminalState.SENT,
    moves=tuple(replace(move, basis=_elsewhere(move.basis)) for move in COMMON),
    finals=FINALS,
    absent={Step.CHECK_EXTENDED: NO_EXTENSION},
)
"""Cases of any other department, natural resources and agriculture among them [310号]."""


def criminal_of(department: str) -> CaseProcedure:
    """Return the table that governs the cases of a department [17号; 310号]."""
    return ENVIRONMENTAL if department == "environment" else GENERAL
