"""The states of a suspected crime, from suspicion to charge."""

from enum import StrEnum

from services.casework.procedures.vocabulary import CaseMark, Organ


class CriminalState(StrEnum):
    """The state of a suspected crime."""

    SUSPECTED = "涉嫌犯罪待报告"
    REPORTED = "待负责人批准"
    REFUSED = "不批准移送"
    APPROVED = "已批准待移送"
    SENT = "已移送待签收"
    RECEIPTED = "已签收"
    NOT_COMPETENT = "不属管辖退回"
    FILED = "已立案"
    NOT_FILED = "不予立案"
    WITHDRAWN = "已撤案"
    CHARGED = "已起诉"
    NOT_PROSECUTED = "不起诉"


S, M = CriminalState, CaseMark
BEFORE = (S.SUSPECTED, S.REPORTED, S.REFUSED, S.APPROVED)
AFTER = tuple(state for state in S if state not in BEFORE)
UNDECIDED = (S.SENT, S.RECEIPTED)
UNFILED = (S.NOT_FILED, S.WITHDRAWN)
TO_POLICE = (Organ.PUBLIC_SECURITY, Organ.PROCURATORATE)
TO_REFERRER = (Organ.REFERRER, Organ.PROCURATORATE)

REOPENED = (
    M.SUPPLEMENT_DUE,
    M.NEEDS_CHECK,
    M.MAJOR,
    M.NOTIFIED,
    M.ITEMS_DUE,
    M.RECONSIDERATION_DUE,
    M.UPHELD,
    M.SUGGESTED,
    M.REASONS_DUE,
    M.REASONS_GIVEN,
    M.FILING_DUE,
    M.INVESTIGATION_DUE,
    M.CLOSED,
)
"""Marks that a new decision on filing clears: each refers to an earlier decision (D).

The mark of a return for administrative handling remains: the department still has that duty.
"""

STILL_UNFILED = tuple(mark for mark in REOPENED if mark not in (M.REASONS_DUE, M.REASONS_GIVEN))
"""Marks that a decision not to file clears: the procuratorate's question about it remains (D)."""

ADMIN = (M.ADMIN_RETURNED, M.ADMIN_ACCEPTED)
"""Marks that a charge clears in addition (D)."""
