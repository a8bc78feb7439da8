"""Who may say what about a clue: its reporter reports it, the competent department answers."""

from services.casework.messages import (
    CaseStatusChanged,
    ClueAccepted,
    ClueRejected,
    ClueReported,
    ClueVerified,
)
from services.casework.procedures.authorization import Standing

OF_REPORTER: frozenset[type[object]] = frozenset({ClueReported})
OF_COMPETENT: frozenset[type[object]] = frozenset(
    {ClueAccepted, ClueRejected, ClueVerified, CaseStatusChanged}
)


def clue_standing(
    event: type[object], publisher: str, reporter: str, competent: str | None
) -> Standing:
    """Tell whether word of a clue is its publisher's to say [code.1083].

    `reporter` is whose clue the event says it is; `competent` is whom that clue was handed to, None
    before it was heard of: then an answer is out of turn. A clue is known by its number and its
    reporter.
    """
    if event in OF_REPORTER:
        return Standing.PARTY if publisher == reporter else Standing.STRANGER
    if event not in OF_COMPETENT:
        return Standing.STRANGER
    if competent is None:
        return Standing.OUT_OF_TURN
    return Standing.PARTY if publisher == competent else Standing.STRANGER
