"""The rows of both procedures, one by one, as the texts set them: the rule book must agree.

A row: rule, referrer (any other where none is named), what starts it, the debtor, what fulfils it,
length with unit and mark (and extensions), basis, the meaning of its end. `ROLES` and `COPIES` list
the roles that may take the steps, and the copies for the procuratorate.
"""

from pathlib import Path

import pytest

from services.casework.cases import messages as referrer
from services.casework.messages import CaseReferred
from services.casework.procedures.criminal import ENVIRONMENTAL, GENERAL
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.own_steps import roles_of
from services.casework.steps.messages import Step
from services.coordination.clocks.rulebook.book import rulebook
from services.coordination.clocks.rulebook.limit import Limit
from services.coordination.clocks.rulebook.rule import ClockRule
from services.partners.procuratorate.subscriptions import SUBSCRIPTIONS
from services.public_security.cases import messages as police
from services.public_security.reviews import messages as reviews
from shared.messages.declare import meta_of

CLOCKS = Path("tests/golden/case_clocks.txt").read_text(encoding="utf-8").strip()
ROLES = {
    "criminal": """
C1 提交核查报告 officer
C2 批准移送 head
C2 不批准移送 head
C3 移送案卷 officer
C4 签收案件 registrar
C5 通知补正 investigator registrar
C6 补正材料 officer
C6 说明无法补正 officer
C7 转送有管辖权机关 investigator registrar
C8 不属管辖退回 head
C9 立案 head
C9 不予立案 head
C9 延长审查期限 head investigator
C10 送达决定通知书 investigator registrar
C11 移交涉案物品 officer
C12 申请复议 officer
C13 复议维持不立案 head
C13 复议变更为立案 head
C14 建议立案监督 officer
C15 说明不立案理由 head
C19 补充侦查完毕 investigator
C22 退回行政处理 head
C22 接收行政处理案件 officer
""",
    "detention": """
A2 执法机构同意 unit
A2 法制机构同意 legal
A2 批准移送 head
A3 移送案卷 officer
A4 签收案件 registrar
A5 通知补正 investigator registrar
A6 决定行政拘留 head
A6 抄送拘留决定书 investigator registrar
A7 不符合条件退回 head
""",
}
COPIES = {
    CaseReferred: "17号 6",
    police.CaseForwarded: "17号 9",
    police.CaseFiled: "17号 9",
    police.CaseNotFiled: "17号 9",
    police.CaseWithdrawn: "17号 9",
    police.CaseNotified: "17号 9",
    reviews.CaseReturnedForAdmin: "17号 17",
    reviews.CaseInvestigationSupplemented: "17号 19",
    reviews.CaseReasonsGiven: "proc01.10",
    referrer.CaseSupervisionSuggested: "17号 12-13",
}
"""Messages of a case that are sent or copied to the procuratorate, with the article."""

UNCOPIED = (
    police.CaseReceipted,
    police.CaseSupplementRequested,
    police.CaseNotCompetent,
    police.CaseCheckExtended,
    reviews.CaseReconsidered,
    referrer.CaseSupplemented,
    referrer.CaseItemsHanded,
    referrer.CaseReconsiderationRequested,
    referrer.CaseAdminAccepted,
)
"""Messages between the department and public security of which no article names a copy."""


def row_of(rule: ClockRule, limit: Limit) -> str:
    length = f"{limit.period.length} {limit.period.unit.value} {limit.mark.value}"
    length += "".join(f" → {longer.period.length}" for longer in limit.extend)
    cells = (
        rule.id,
        "、".join(limit.where.get("referred_by", ("—",))),
        "、".join(step for start in rule.starts for step in start.where["step"]),
        rule.owner,
        "、".join(step for end in rule.fulfilled for step in end.where["step"]),
        length,
        "; ".join(limit.basis),
        rule.expiry.value,
    )
    return " | ".join(cells)


def rows() -> list[str]:
    book = rulebook()
    return [row_of(rule, limit) for rule in book.rules_of("case") for limit in rule.limits]


@pytest.mark.parametrize("row", CLOCKS.splitlines(), ids=lambda row: row[:18])
def test_a_row_of_the_procedures_has_its_clock(row):
    """17号, 310号, 853号, PROC01 10, PSX 180, PSA 60-61, 165."""
    assert row in rows()


def test_no_clock_of_a_case_stands_in_no_row():
    assert rows() == CLOCKS.splitlines()


@pytest.mark.parametrize(
    ("track", "row"), [(track, row) for track in ROLES for row in ROLES[track].strip().splitlines()]
)
def test_a_step_is_for_the_roles_of_its_row(track, row):
    procedure = ENVIRONMENTAL if track == "criminal" else DETENTION
    _, step, *roles = row.split()

    assert [role.value for role in roles_of(procedure, Step(step))] == roles


@pytest.mark.parametrize("event", COPIES, ids=lambda event: event.__name__)
def test_the_procuratorate_gets_what_an_article_gives_it(event):
    assert "procuratorate" in meta_of(event).sealed_for
    assert event in SUBSCRIPTIONS


@pytest.mark.parametrize("event", UNCOPIED, ids=lambda event: event.__name__)
def test_the_procuratorate_gets_no_letter_that_no_article_gives_it(event):
    assert "procuratorate" not in meta_of(event).sealed_for
    assert event not in SUBSCRIPTIONS


def test_cases_of_other_departments_cite_the_measures_of_the_environment_only_as_a_model():
    """17号 is from the ministry of ecology and environment; 310号 binds every department."""
    bases = {part for move in GENERAL.moves for part in move.basis.split("; ")}

    assert not [part for part in bases if part.startswith("17号")]
    assert {part for part in bases if part.startswith("参照")} >= {"参照17号 14", "参照17号 24"}


def test_what_those_measures_alone_set_is_a_setting_for_other_departments():
    """Where 17号 is only a model (参照) the city sets the number: mark C."""
    limits = [limit for rule in rulebook().rules.values() for limit in rule.limits]

    models = [
        limit for limit in limits if any(article.startswith("参照") for article in limit.basis)
    ]
    assert len(models) == 3
    assert all(limit.mark.is_setting for limit in models)


def test_a_case_ends_where_the_head_refuses_or_the_court_has_it_and_nowhere_else():
    """17号 5; 310号 5: a refusal ends it; in all other states the head must still close it."""
    assert {state.value for state in ENVIRONMENTAL.finals} == {"不批准移送", "已起诉"}
    assert ENVIRONMENTAL.finals == GENERAL.finals
    assert {state.value for state in DETENTION.finals} == {"不批准移送"}
