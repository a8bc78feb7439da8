"""What is wrong with a rule, and what a person may not do to a clock."""

from shared.errors import SettingsError, WrongStateError


class RuleError(SettingsError):
    """The rules of the clocks, or the city's settings for them, cannot be used as they are."""


class NotAllowedError(WrongStateError):
    """The rule does not allow this act on its clock."""
