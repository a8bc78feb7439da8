"""Who may report on a clue: its reporter reports it, the competent department answers."""

from services.casework.messages import (
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
)
from services.casework.procedures.authorization import Authorization

OF_REPORTER: frozenset[type[object]] = frozenset({ClueReported})
OF_COMPETENT: frozenset[type[object]] = frozenset(
    {ClueAccepted, ClueRejected, ClueVerified, CaseStatusChanged}
)


def clue_authorization(
    event: type[object], publisher: str, reporter: str, competent: str | None
) -> Authorization:
    """Return whether a publisher may publish this about a clue [code.1083].

    `reporter` is the reporter according to the event; `competent` is the department that the clue
    was handed to, None before the report arrived: an answer is then out of turn. A clue is
    identified by its number and its reporter.
    """
    if event in OF_REPORTER:
        return Authorization.PARTY if publisher == reporter else Authorization.STRANGER
    if event not in OF_COMPETENT:
        return Authorization.STRANGER
    if competent is None:
        return Authorization.OUT_OF_TURN
    return Authorization.PARTY if publisher == competent else Authorization.STRANGER
