"""Review of approvals after contrary facts: whether it is due, and its conclusion."""

from dataclasses import replace
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from shared.errors import WrongStateError

MOST_CAUSES = 50


class ReviewState(StrEnum):
    """State of an approval's review."""

    NONE = "无需复核"
    DUE = "待复核"
    DONE = "已复核"


class Approval(Protocol):
    """A document of an approval; `review_because` names the facts against it since."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def review(self) -> ReviewState:
        """State of its review."""

    @property
    def review_because(self) -> tuple[str, ...]:
        """The latest causes of a review, each once."""

    @property
    def review_note(self) -> str:
        """Conclusion of the review, with the reason."""


A = TypeVar("A", bound=Approval)


def review_due(approval: A, cause: str) -> A | None:
    """Return the approval with a review due for a cause; None if the cause is known already."""
    if cause in approval.review_because:
        return None
    because = (*approval.review_because, cause)[-MOST_CAUSES:]
    return replace(approval, review=ReviewState.DUE, review_because=because)


def review_done(approval: A, named: str, outcome: str, reason: str) -> A:
    """Return the approval with a review's conclusion; `named` names the approval in errors.

    Raises `WrongStateError` if no review is due.
    """
    if approval.review is not ReviewState.DUE:
        raise WrongStateError(f"{named}当前“{approval.review.value}”，没有待复核事项")
    return replace(approval, review=ReviewState.DONE, review_note=f"{outcome}：{reason}")
