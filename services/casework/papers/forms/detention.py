"""Decisions of public security on a case for detention, and on one that is administrative."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    Basis,
    CaseName,
    Copies,
    IssuedOn,
    LetterNumber,
    Materials,
    PoliceNumber,
    PoliceOffice,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, LongText, Name


@form("行政拘留决定抄送函")
class DetentionDecisionCopy:
    """The copy of a decision to detain goes to the department [853号 14]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    detained: Annotated[LongText, Title("被处罚人"), Example("某某")]
    decision_number: Annotated[
        Name, Title("行政处罚决定书文号"), Example("某公（某）行罚决字〔2026〕某号")
    ]
    decided_on: Annotated[Day | None, Title("决定日期"), Example("2026-10-08")] = None
    outcome: Annotated[LongText | None, Title("处罚内容"), Example("行政拘留五日")] = None
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    issued_on: IssuedOn = None


@form("不符合行政拘留条件退回说明")
class DetentionRejection:
    """The conditions are not met: written reasons, and the file back [853号 15]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    reason: Annotated[
        LongText, Title("不符合条件的理由"), Example("现有证据不足以认定直接责任人员")
    ]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    accepted_on: Annotated[Day | None, Title("受案日期"), Example("2026-10-08")] = None
    returned: Annotated[LongText | None, Title("退回的案卷材料"), Example("案卷1册56页")] = None
    issued_on: IssuedOn = None


@form("移送行政处理函")
class AdminHandback:
    """No crime, but an administrative fault: the case goes back [17号 17; 310号 13; code.1083]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    findings: Annotated[Account, Title("查明的情况"), Example("某某公司的行为尚不构成犯罪")]
    basis: Annotated[Basis, Example("《行政执法机关移送涉嫌犯罪案件的规定》第十三条")]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    materials: Annotated[Materials, Title("移送的案卷材料")] = ()
    copies_to: Copies = ()
    issued_on: IssuedOn = None
