"""Moves of public security in a suspected crime until it decides [17号 7-9; 310号 7-8]."""

from services.casework.procedures.criminal_states import (
    AFTER,
    REOPENED,
    STILL_UNFILED,
    TO_REFERRER,
    UNFILED,
    CriminalState,
)
from services.casework.procedures.dsl import POLICE, REFERRER, move
from services.casework.procedures.vocabulary import CaseMark
from services.casework.steps.messages import Step
from shared.web import Role

S, M, R = CriminalState, CaseMark, Role
CLERKS = (R.REGISTRAR, R.INVESTIGATOR)

RECEIVING = (
    move(
        Step.RECEIPTED,
        POLICE,
        S.SENT,
        S.RECEIPTED,
        "17号 7; 310号 7",
        by=R.REGISTRAR,
        informed=TO_REFERRER,
    ),
    move(
        Step.SUPPLEMENT_REQUESTED,
        POLICE,
        S.RECEIPTED,
        None,
        "17号 8; psx.180",
        by=CLERKS,
        bars=M.SUPPLEMENT_DUE,
        sets=M.SUPPLEMENT_DUE,
        informed=TO_REFERRER,
    ),
    move(
        Step.FORWARDED,
        POLICE,
        S.RECEIPTED,
        S.SENT,
        "17号 9; 310号 7",
        by=CLERKS,
        clears=(M.NEEDS_CHECK, M.MAJOR),
        informed=TO_REFERRER,
    ),
    move(
        Step.NOT_COMPETENT,
        POLICE,
        S.RECEIPTED,
        S.NOT_COMPETENT,
        "17号 9",
        by=R.HEAD,
        clears=(M.SUPPLEMENT_DUE, M.NEEDS_CHECK, M.MAJOR, M.REASONS_DUE, M.REASONS_GIVEN),
        informed=TO_REFERRER,
    ),
)

EXTENDING = (
    move(
        Step.CHECK_EXTENDED,
        POLICE,
        S.RECEIPTED,
        None,
        "17号 9",
        by=(R.INVESTIGATOR, R.HEAD),
        bars=(M.NEEDS_CHECK, M.MAJOR),
        sets=M.NEEDS_CHECK,
        informed=REFERRER,
    ),
    move(
        Step.CHECK_EXTENDED,
        POLICE,
        S.RECEIPTED,
        None,
        "17号 9",
        by=R.HEAD,
        bars=M.MAJOR,
        clears=M.NEEDS_CHECK,
        sets=M.MAJOR,
        informed=REFERRER,
    ),
)
"""Only cases of the environment bureau allow more than three days [17号 9; 310号 8]."""

DECIDING = (
    move(
        Step.FILED,
        POLICE,
        S.RECEIPTED,
        S.FILED,
        "17号 9; 310号 8",
        by=R.HEAD,
        clears=REOPENED,
        sets=(M.NOTICE_DUE, M.ITEMS_DUE),
        informed=TO_REFERRER,
    ),
    move(
        Step.FILED,
        POLICE,
        UNFILED,
        S.FILED,
        "proc01.10",
        by=R.HEAD,
        needs=M.FILING_DUE,
        clears=REOPENED,
        sets=(M.NOTICE_DUE, M.ITEMS_DUE),
        informed=TO_REFERRER,
    ),
    move(
        Step.NOT_FILED,
        POLICE,
        S.RECEIPTED,
        S.NOT_FILED,
        "17号 9-10; 310号 8",
        by=R.HEAD,
        clears=STILL_UNFILED,
        sets=M.NOTICE_DUE,
        informed=TO_REFERRER,
    ),
    move(
        Step.WITHDRAWN,
        POLICE,
        S.FILED,
        S.WITHDRAWN,
        "17号 9",
        by=R.HEAD,
        clears=REOPENED,
        sets=M.NOTICE_DUE,
        informed=TO_REFERRER,
    ),
    move(
        Step.NOTIFIED,
        POLICE,
        (S.FILED, *UNFILED),
        None,
        "17号 9",
        by=CLERKS,
        needs=M.NOTICE_DUE,
        clears=M.NOTICE_DUE,
        sets=M.NOTIFIED,
        informed=TO_REFERRER,
    ),
    move(
        Step.ENTERED,
        POLICE,
        tuple(state for state in AFTER if state is not S.SENT),
        None,
        "17号 34",
        by=CLERKS,
    ),
    move(
        Step.CONSULTED,
        POLICE,
        AFTER,
        None,
        "17号 24",
        by=R.INVESTIGATOR,
        bars=M.REFERRER_ANSWER_DUE,
        sets=M.REFERRER_ANSWER_DUE,
        informed=REFERRER,
    ),
    move(
        Step.CONSULTATION_ANSWERED,
        POLICE,
        AFTER,
        None,
        "17号 24",
        by=R.INVESTIGATOR,
        needs=M.POLICE_ANSWER_DUE,
        clears=M.POLICE_ANSWER_DUE,
        informed=REFERRER,
    ),
)
