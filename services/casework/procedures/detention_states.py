"""The states of a transfer for administrative detention."""

from enum import StrEnum


class DetentionState(StrEnum):
    """The state of a transfer for detention; four people sign before it leaves [853号 10]."""

    DRAFTED = "待执法机构审核"
    UNIT_AGREED = "待法制机构审核"
    LEGAL_AGREED = "待负责人批准"
    REFUSED = "不批准移送"
    APPROVED = "已批准待移送"
    SENT = "已移送待签收"
    RECEIPTED = "已签收"
    NOT_COMPETENT = "不属管辖退回"
    DETAINED = "已决定拘留"
    REJECTED = "不符合条件退回"
