"""The likely kind of a clue by the rules, with reasons; officers and the head decide."""

from dataclasses import dataclass
from datetime import datetime

from services.casework.triage.messages import AssessClue
from services.casework.triage.rules import RULES, Likeness
from shared.store import document

ORDER = (Likeness.CRIMINAL, Likeness.DETENTION, Likeness.ADMINISTRATIVE)
CAUTION = "本提示依据填报情况按规则生成，只供参考，不作任何认定；由核查人员核实、负责人决定"


@dataclass(frozen=True, slots=True)
class TriageReason:
    """One rule that holds, in words, with its source."""

    rule: str
    looks_like: Likeness
    says: str
    basis: str


@document("likenesses", title="线索定性提示", key="clue_id")
class ClueLikeness:
    """A proposal for a clue, stored with the signs that it was made from."""

    clue_id: str
    looks_like: Likeness
    reasons: tuple[TriageReason, ...]
    caution: str
    signs: AssessClue
    assessed_by: str
    assessed_at: datetime


def reasons_for(signs: AssessClue) -> tuple[TriageReason, ...]:
    """List the rules that hold, the most severe first."""
    found = [
        TriageReason(rule.name, rule.looks_like, rule.says, rule.basis)
        for rule in RULES
        if rule.holds(signs)
    ]
    return tuple(sorted(found, key=lambda reason: ORDER.index(reason.looks_like)))


def assess(signs: AssessClue, actor: str, now: datetime) -> ClueLikeness:
    """Propose the most severe way that a rule points to; decides nothing [crim23]."""
    reasons = reasons_for(signs)
    looks_like = reasons[0].looks_like if reasons else Likeness.NONE
    return ClueLikeness(signs.clue_id, looks_like, reasons, CAUTION, signs, actor, now)
