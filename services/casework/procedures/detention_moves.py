"""Moves of each side in a transfer for detention [853号 10-16]."""

from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.dsl import POLICE, REFERRER, move
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import Step
from shared.web import Role

S, M, R = DetentionState, CaseMark, Role
CLERKS = (R.REGISTRAR, R.INVESTIGATOR)
DRAFT, UNIT, LEGAL = Step.DRAFTED, Step.UNIT_AGREED, Step.LEGAL_AGREED
FORM = "853号 10"
RECORD = "853号 12; psa.60-61"

REFERRING = (
    move(UNIT, REFERRER, S.DRAFTED, S.UNIT_AGREED, FORM, by=R.UNIT, unlike=(DRAFT,)),
    move(LEGAL, REFERRER, S.UNIT_AGREED, S.LEGAL_AGREED, FORM, by=R.LEGAL, unlike=(DRAFT, UNIT)),
    move(
        Step.APPROVED,
        REFERRER,
        S.LEGAL_AGREED,
        S.APPROVED,
        FORM,
        by=R.HEAD,
        unlike=(DRAFT, UNIT, LEGAL),
    ),
    move(Step.REFUSED, REFERRER, S.DRAFTED, S.REFUSED, FORM, by=R.UNIT, unlike=(DRAFT,)),
    move(Step.REFUSED, REFERRER, S.UNIT_AGREED, S.REFUSED, FORM, by=R.LEGAL, unlike=(DRAFT, UNIT)),
    move(
        Step.REFUSED,
        REFERRER,
        S.LEGAL_AGREED,
        S.REFUSED,
        FORM,
        by=R.HEAD,
        unlike=(DRAFT, UNIT, LEGAL),
    ),
    move(Step.SENT, REFERRER, S.APPROVED, S.SENT, "853号 11-12", by=R.OFFICER, informed=POLICE),
    move(
        Step.SUPPLEMENTED,
        REFERRER,
        (S.SENT, S.RECEIPTED),
        None,
        "853号 13",
        by=R.OFFICER,
        needs=M.SUPPLEMENT_DUE,
        clears=M.SUPPLEMENT_DUE,
        informed=POLICE,
    ),
    move(
        Step.CLOSED,
        REFERRER,
        (S.NOT_COMPETENT, S.REJECTED),
        None,
        "853号 15",
        by=R.HEAD,
        bars=M.CLOSED,
        sets=M.CLOSED,
    ),
    move(
        Step.CLOSED,
        REFERRER,
        S.DETAINED,
        None,
        "853号 14, 16",
        by=R.HEAD,
        needs=M.COPIED,
        bars=M.CLOSED,
        sets=M.CLOSED,
    ),
)

RECEIVING = (
    move(Step.RECEIPTED, POLICE, S.SENT, S.RECEIPTED, RECORD, by=R.REGISTRAR, informed=REFERRER),
    move(
        Step.SUPPLEMENT_REQUESTED,
        POLICE,
        S.RECEIPTED,
        None,
        "853号 13",
        by=CLERKS,
        bars=M.SUPPLEMENT_DUE,
        sets=M.SUPPLEMENT_DUE,
        informed=REFERRER,
    ),
    move(Step.FORWARDED, POLICE, S.RECEIPTED, S.SENT, RECORD, by=CLERKS, informed=REFERRER),
    move(
        Step.NOT_COMPETENT,
        POLICE,
        S.RECEIPTED,
        S.NOT_COMPETENT,
        RECORD,
        by=R.HEAD,
        clears=M.SUPPLEMENT_DUE,
        informed=REFERRER,
    ),
    move(
        Step.DETAINED,
        POLICE,
        S.RECEIPTED,
        S.DETAINED,
        "853号 14",
        by=R.HEAD,
        clears=M.SUPPLEMENT_DUE,
        sets=M.COPY_DUE,
        informed=REFERRER,
    ),
    move(
        Step.DECISION_COPIED,
        POLICE,
        S.DETAINED,
        None,
        "853号 14",
        by=CLERKS,
        needs=M.COPY_DUE,
        clears=M.COPY_DUE,
        sets=M.COPIED,
        informed=REFERRER,
    ),
    move(
        Step.REJECTED,
        POLICE,
        S.RECEIPTED,
        S.REJECTED,
        "853号 15",
        by=R.HEAD,
        clears=M.SUPPLEMENT_DUE,
        informed=REFERRER,
    ),
)
