"""The states of obligations, recounts and doubts; each value is stored and shown."""

from enum import StrEnum


class ObligationState(StrEnum):
    """The state of a clock."""

    RUNNING = "计时中"
    DUE_SOON = "即将到期"
    OVERDUE = "已逾期"
    SUSPENDED = "已中止"
    FULFILLED = "已履行"
    WITHDRAWN = "已撤回"

    @property
    def is_ended(self) -> bool:
        """Return whether the obligation has ended."""
        return self in (ObligationState.FULFILLED, ObligationState.WITHDRAWN)


class RecountState(StrEnum):
    """The progress of a recount."""

    RUNNING = "进行中"
    DONE = "已完成"


class DoubtState(StrEnum):
    """Whether the office accepts a step or a date at this point."""

    WAITING = "待前序步骤"
    REFUSED = "不采信"
    CLAIMED = "事后主张待核"
    BELIEVED = "已采信"
