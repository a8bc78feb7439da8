"""The step that a decision on a contested case amounts to."""

from services.casework.steps.messages import Step
from services.public_security.reviews.commands import DecideReconsideration


def outcome_of(decision: DecideReconsideration) -> Step:
    """Return whether a case stays unfiled or is filed after all [17号 11; 310号 9]."""
    return Step.RECONSIDERATION_UPHELD if decision.upheld else Step.RECONSIDERATION_CHANGED
