"""The transfer for administrative detention as one table [853号]."""

from services.casework.procedures.detention_moves import RECEIVING, REFERRING
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.procedure import CaseProcedure
from services.casework.steps.messages import Track

DETENTION = CaseProcedure(
    Track.DETENTION,
    first=DetentionState.DRAFTED,
    received=DetentionState.SENT,
    moves=(*REFERRING, *RECEIVING),
    finals=frozenset({DetentionState.REFUSED}),
)
