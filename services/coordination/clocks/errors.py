"""What is wrong with a rule, and what a person may not do to a clock."""

from shared.errors import RejectedError, WrongStateError
from shared.settings import SettingsError


class RuleError(SettingsError):
    """The rules of the clocks, or the city's settings for them, cannot be used as they are."""


class NotAllowedError(WrongStateError):
    """The rule does not allow this act on its clock."""


class ForeignStepError(RejectedError):
    """A department told of a step that another department took."""

    slug = "foreign-step"
    title = "办理机关与发布部门不符"

    def __init__(self, event_id: str, publisher: str, by: str) -> None:
        super().__init__(f"事件“{event_id}”由“{publisher}”发布，却称由“{by}”办理")
