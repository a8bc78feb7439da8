"""Clues received by this department because it is competent for them."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.casework.clues.messages import ReviseFinding
from services.casework.commands import VerifyClue
from services.casework.messages import Finding, Matter
from shared.errors import FieldError, InvalidInputError, NotYoursError, WrongStateError
from shared.store import document
from shared.texts import distinct


class ClueState(StrEnum):
    """The state of a clue, for its reporter and for the competent department."""

    AWAITING_ACCEPTANCE = "待受理"
    ACCEPTED = "已受理"
    REJECTED = "已退回"
    VERIFIED = "已核查"


GRAVITY = (Finding.UNFOUNDED, Finding.ADMINISTRATIVE, Finding.SUSPECTED_CRIME)


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """The finding of an earlier verification, stored when a later one replaced it."""

    finding: Finding
    officers: tuple[str, ...]
    report: str
    replaced_on: date
    because: str


@document(
    "clues",
    title="收到的线索",
    key="clue_id",
    placed="county",
    indexes=(("state",), ("county",), ("division",), ("plot_code",), ("reporter",)),
    restricted=True,
    owner="reporter",
)
class Clue:
    """A clue that this department is competent for, and its work on it.

    `clue_id` is the reporter's number, unless another department used that number first: then
    `number` holds the reporter's own. `contested_by` names the others that use the same number.
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
    earlier: tuple[EarlierFinding, ...] = ()
    division: str = ""

    @property
    def revision(self) -> int:
        """The number of the current finding: 1 for the first."""
        return len(self.earlier) + 1

    @property
    def own_number(self) -> str:
        """The number of the clue at the reporter."""
        return self.number or self.clue_id


def check_publisher(publisher: str, wanted: str, clue_id: str) -> None:
    """Refuse an event about a clue from a department that is not responsible for it."""
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


def reopen(clue: Clue, today: date) -> Clue:
    """Let a clue that was sent back wait again: its reporter handed it over once more."""
    if clue.state is not ClueState.REJECTED:
        return clue
    return replace(clue, state=ClueState.AWAITING_ACCEPTANCE, reason=None, received_on=today)


def accept(clue: Clue) -> Clue:
    """Accept a clue that waits for it [code.1083]."""
    require(clue, ClueState.AWAITING_ACCEPTANCE, "受理")
    return replace(clue, state=ClueState.ACCEPTED)


@document("competence_decisions", title="主管部门的确定", key="clue_id")
class CompetenceDecision:
    """The office's decision that this department must accept a clue."""

    clue_id: str
    decided_on: date


def reject(clue: Clue, reason: str, decision: CompetenceDecision | None = None) -> Clue:
    """Send back a clue that waits for acceptance, unless the office decided [code.1083]."""
    if decision is not None:
        raise WrongStateError(
            f"领导小组办公室已于 {decision.decided_on} 确定线索“{clue.clue_id}”由本部门办理，"
            "不能退回"
        )
    require(clue, ClueState.AWAITING_ACCEPTANCE, "退回")
    return replace(clue, state=ClueState.REJECTED, reason=reason)


def verify(clue: Clue, found: VerifyClue) -> Clue:
    """Record a finding on an accepted clue by at least two officers [310号 5; 17号 5]."""
    require(clue, ClueState.ACCEPTED, "核查")
    return replace(
        clue,
        state=ClueState.VERIFIED,
        finding=found.finding,
        officers=_two(found.officers),
        report=found.report,
    )


def revise(clue: Clue, found: ReviseFinding, today: date) -> Clue:
    """Record a more severe finding of a supplementary verification [310号 5; 17号 5].

    A violation that later proves criminal must be referred; earlier findings are stored.
    """
    require(clue, ClueState.VERIFIED, "补充核查")
    if clue.finding is None or GRAVITY.index(found.finding) <= GRAVITY.index(clue.finding):
        raise WrongStateError(
            f"线索“{clue.clue_id}”的核查结论已为“{clue.finding}”，补充核查只能改为更重的结论；"
            "不移送的案件由负责人改为行政违法"
        )
    return replace(
        _kept(clue, found.new_evidence, today),
        finding=found.finding,
        officers=_two(found.officers),
        report=found.report,
    )


def revise_to_administrative(clue: Clue, reason: str, today: date) -> Clue:
    """Continue a clue whose case was not accepted as an administrative matter [310号 11]."""
    require(clue, ClueState.VERIFIED, "改为行政违法")
    if clue.finding is not Finding.SUSPECTED_CRIME:
        raise WrongStateError(f"线索“{clue.clue_id}”的核查结论为“{clue.finding}”，无须改为行政违法")
    return replace(_kept(clue, reason, today), finding=Finding.ADMINISTRATIVE)


def _kept(clue: Clue, because: str, today: date) -> Clue:
    """Move the current finding to the earlier ones."""
    assert clue.finding is not None  # noqa: S101  a verified clue has one
    past = EarlierFinding(clue.finding, clue.officers, clue.report or "", today, because)
    return replace(clue, earlier=(*clue.earlier, past))


def _two(named: tuple[str, ...]) -> tuple[str, ...]:
    officers = distinct(named)
    if len(officers) < 2:
        fault = "须由两名以上不同的人员核查，请补填另一名核查人员的执法证号"
        raise InvalidInputError((FieldError("officers", fault),))
    return officers
