"""Errors of the clocks: invalid rules, and acts that a rule does not allow."""

from shared.errors import SettingsError, WrongStateError


class RuleError(SettingsError):
    """The rules of the clocks, or the city's settings for them, are invalid."""


class NotAllowedError(WrongStateError):
    """The rule does not allow this act on its clock."""
