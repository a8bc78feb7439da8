"""Clues that came to this department because it is competent for them."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.casework.messages import Finding, Matter, VerifyClue
from shared.document import document
from shared.errors import Fault, InvalidInputError, NotYoursError, WrongStateError
from shared.texts import distinct


class ClueState(StrEnum):
    """Where a clue stands, for who reported it and for who is competent."""

    AWAITING_ACCEPTANCE = "待受理"
    ACCEPTED = "已受理"
    REJECTED = "已退回"
    VERIFIED = "已核查"


@document(
    "clues",
    title="收到的线索",
    key="clue_id",
    indexes=(("state",), ("county",), ("plot_code",), ("reporter",)),
    restricted=True,
    owner="reporter",
)
class Clue:
    """A clue that this department is competent for, and what it did about it.

    `clue_id` is the reporter's number, unless another department used that number first: then
    `number` holds the reporter's own. `contested_by` names who uses the same number.
    """

    clue_id: str
    matter: Matter
    reporter: str
    county: str
    summary: str
    found_on: date
    plot_code: str | None
    received_on: date
    state: ClueState = ClueState.AWAITING_ACCEPTANCE
    reason: str | None = None
    finding: Finding | None = None
    officers: tuple[str, ...] = ()
    report: str | None = None
    case_id: str | None = None
    detention_id: str | None = None
    number: str = ""
    contested_by: tuple[str, ...] = ()

    @property
    def own_number(self) -> str:
        """The number by which the reporter knows it."""
        return self.number or self.clue_id


def check_publisher(publisher: str, wanted: str, clue_id: str) -> None:
    """Refuse word of a clue from a department that does not answer for it."""
    if publisher != wanted:
        raise NotYoursError(
            f"线索“{clue_id}”的这一消息应由“{wanted}”发布，却来自“{publisher}”，请核实"
        )


def require(clue: Clue, wanted: ClueState, act: str) -> None:
    """Refuse an act that does not fit the state of a clue."""
    if clue.state is not wanted:
        raise WrongStateError(
            f"线索“{clue.clue_id}”当前为“{clue.state}”，只有“{wanted}”的线索才能{act}"
        )


def accept(clue: Clue) -> Clue:
    """Take on a clue that waits for it [code.1083]."""
    require(clue, ClueState.AWAITING_ACCEPTANCE, "受理")
    return replace(clue, state=ClueState.ACCEPTED)


def reject(clue: Clue, reason: str) -> Clue:
    """Send back a clue that waits for acceptance [code.1083]."""
    require(clue, ClueState.AWAITING_ACCEPTANCE, "退回")
    return replace(clue, state=ClueState.REJECTED, reason=reason)


def verify(clue: Clue, found: VerifyClue) -> Clue:
    """Record what at least two different officers found to an accepted clue [310号 5; 17号 5]."""
    require(clue, ClueState.ACCEPTED, "核查")
    officers = distinct(found.officers)
    if len(officers) < 2:
        fault = "须由两名以上不同的人员核查，请补填另一名核查人员的执法证号"
        raise InvalidInputError((Fault("officers", fault),))
    return replace(
        clue,
        state=ClueState.VERIFIED,
        finding=found.finding,
        officers=officers,
        report=found.report,
    )
