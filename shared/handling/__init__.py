"""Execution of commands and handlers: unit of work, idempotency, sealing, group commit."""

from shared.handling.cause import Cause
from shared.handling.claim_check import Blob
from shared.handling.context import DepartmentContext
from shared.handling.jurisdiction import Office, handling_division
from shared.handling.owned_numbers import (
    NumberClaim,
    all_of,
    claim,
    find_of,
    get_of,
    owner_of,
    reserve,
)
from shared.handling.sequence import SequenceState
from shared.handling.spatial import overlapping, related, sharing
from shared.handling.unit_of_work import LEGAL_ZONE, UnitOfWork
from shared.handling.worker import HandlerRunner

__all__ = [
    "LEGAL_ZONE",
    "Blob",
    "Cause",
    "DepartmentContext",
    "HandlerRunner",
    "NumberClaim",
    "Office",
    "SequenceState",
    "UnitOfWork",
    "all_of",
    "claim",
    "find_of",
    "get_of",
    "handling_division",
    "overlapping",
    "owner_of",
    "related",
    "reserve",
    "sharing",
]
