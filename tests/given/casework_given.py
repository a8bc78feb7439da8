"""A clue, its case file and its officers, for the tests of cases at referrer and receiver."""

from datetime import date

from services.casework.cases import handlers as cases
from services.casework.cases.commands import HandOverCase
from services.casework.cases.domain import FULL_FILES
from services.casework.clues import handlers as clues
from services.casework.commands import (
    AcceptClue,
    DecideReferral,
    ProposeReferral,
    ReportClue,
    VerifyClue,
)
from services.casework.detentions.messages import (
    ApprovalForm,
    DetentionGround,
    Offender,
    Person,
)
from services.casework.messages import Finding, Material, MaterialKind, Matter, Suspect
from services.casework.reports import handlers as reports

TODAY = date(2026, 10, 8)
DUMPING = ReportClue(
    matter=Matter.SOIL_POLLUTION,
    county="140727",
    summary="夜间向祁县某某沟渠倾倒黑色污泥，镉超标三倍以上",
    found_on=TODAY,
)
SUSPECT = Suspect("某某", "140727199001010017")
FILE = tuple(Material(kind, f"{kind}一份", "9f" * 32) for kind in FULL_FILES["environment"])
SOMEBODY = Person("某某", "某某证件", "某某电话")


def material(kind: MaterialKind, name: str = "补充材料") -> Material:
    return Material(kind, name, "ab" * 32)


def a_form(**changed) -> ApprovalForm:
    said = {
        "approval_number": "祁环拘移〔2026〕年1号",
        "cause": "通过暗管排放水污染物",
        "offender": Offender("某某公司", "某某代码", "祁县某某村", "030900", SOMEBODY, SOMEBODY),
        "investigators": ("某某甲", "某某乙"),
        "unit": "祁县生态环境保护综合行政执法队",
        "summary": "夜间经暗管向某某沟渠排放废水",
        "ground": DetentionGround.EVASION,
        "suggestion": "建议适用行政拘留",
        "handler": "某某甲",
        "penalty_decision": "祁环罚〔2026〕1号",
        "penalty_decided_on": date(2026, 9, 30),
    }
    return ApprovalForm(**{**said, **changed})


def reported(world, command=DUMPING, reporter="natural_resources"):
    """Report a clue from a department and deliver its events; return the clue's id."""
    report = world.departments[reporter].execute(reports.report_clue, command, actor="clerk-1")
    world.run_until_idle()
    return report.clue_id


def verification(clue_id, finding=Finding.SUSPECTED_CRIME, officers=("某某甲", "某某乙")):
    return VerifyClue(clue_id, finding, officers, "现场检测镉超标三倍以上")


def verified(world, finding=Finding.SUSPECTED_CRIME):
    """Report a clue, then let the environment bureau accept and verify it; return the clue's id."""
    clue_id = reported(world)
    world.environment.execute(clues.accept_clue, AcceptClue(clue_id))
    world.environment.execute(clues.verify_clue, verification(clue_id, finding))
    return clue_id


def referral(clue_id, materials=FILE):
    return ProposeReferral(clue_id, "污染环境罪", (SUSPECT,), materials)


def proposed(world):
    """Propose the referral of a freshly verified clue as an officer; return the case."""
    asked = referral(verified(world))
    return world.environment.execute(cases.propose_referral, asked, actor="officer-1")


def decided(world, case_id, approved=True, actor="head-1"):
    decision = DecideReferral(case_id, approved, "事实清楚，同意移送" if approved else "证据不足")
    return world.environment.execute(cases.decide_referral, decision, actor=actor)


def sent(world):
    """Propose, approve and hand over a case; its events are not yet delivered."""
    case = proposed(world)
    decided(world, case.case_id)
    return world.environment.execute(cases.hand_over, HandOverCase(case.case_id), actor="officer-1")
