"""Lay out the papers against a decision not to file."""

from services.casework.papers.forms.parts import MaterialLine
from services.casework.papers.forms.reviews import (
    NoFilingExplanation,
    ReconsiderationDecision,
    ReconsiderationRequest,
    SupervisionSuggestion,
)
from services.casework.papers.layouts.letters import letter, on_day, titled
from services.casework.papers.layouts.parts import material_table
from shared.papers import Block, Heading, Sheet, open_if_none

KEPT = "维持原不予立案决定"
CHANGED = "撤销原不予立案决定，予以立案"


def lay_reconsideration_request(form: ReconsiderationRequest) -> Sheet:
    """Lay out 复议申请书 [17号 11; 310号 9]."""
    said = (
        f"你局就{form.case_name}作出的不予立案决定（文号："
        f"{open_if_none(form.decision_number)}），我单位于{on_day(form.received_on)}收到"
        "不予立案通知书。我单位对该决定有异议，现申请复议。",
        titled("复议请求", "撤销不予立案决定，依法立案侦查。"),
        Heading("事实和理由"),
        form.grounds,
        *_attached(form.attached),
    )
    return letter("复议申请书", form.office, form.number, form.to, said, form.issued_on)


def lay_reconsideration_decision(form: ReconsiderationDecision) -> Sheet:
    """Lay out 复议决定书 [17号 11; 310号 9]."""
    said = (
        f"你单位对{form.case_name}不予立案决定（文号：{open_if_none(form.decision_number)}）"
        f"提出的复议申请，我局于{on_day(form.received_on)}收到。经复议，现决定："
        f"{CHANGED if form.changed else KEPT}。",
        Heading("理由"),
        form.reason,
    )
    return letter("复议决定书", form.office, form.number, form.to, said, form.issued_on)


def lay_supervision_suggestion(form: SupervisionSuggestion) -> Sheet:
    """Lay out 立案监督建议书 [17号 12-13; 310号 9]."""
    said = (
        f"我单位向{form.police}移送{form.case_name}。对该局的处理（相关决定文号："
        f"{open_if_none(form.decision_number)}），我单位有异议，依据{form.basis}的规定，"
        "建议你院依法进行立案监督。",
        Heading("事实和理由"),
        form.grounds,
        *_attached(form.attached),
    )
    return letter("立案监督建议书", form.office, form.number, form.to, said, form.issued_on)


def lay_no_filing_explanation(form: NoFilingExplanation) -> Sheet:
    """Lay out 不立案理由说明书 [proc01.10]."""
    said = (
        f"你院要求说明不立案理由通知书（文号：{open_if_none(form.request_number)}）收悉。"
        f"现就{form.case_name}不立案的理由说明如下。",
        form.reason,
    )
    return letter("不立案理由说明书", form.office, form.number, form.to, said, form.issued_on)


def _attached(materials: tuple[MaterialLine, ...]) -> tuple[Block, ...]:
    return (Heading("附送材料"), material_table(materials)) if materials else ()
