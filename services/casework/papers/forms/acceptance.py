"""Answers of public security when a case arrives."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    CaseName,
    Copies,
    IssuedOn,
    LetterNumber,
    PaperSigner,
    PoliceNumber,
    PoliceOffice,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, LongText, Name


@form("接受案件回执")
class AcceptanceReceipt:
    """The receipt that is given at once, whatever the file holds [17号 7; 310号 7]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    received_on: Annotated[Day | None, Title("接受日期"), Example("2026-10-08")] = None
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    materials: Annotated[
        LongText | None, Title("接受的材料"), Example("案件移送书等7份，详见移送材料清单")
    ] = None
    taker: Annotated[
        PaperSigner | None,
        Title("接受人（警官证号）"),
        Example({"name": "某某丙", "certificate": "某警官证某号"}),
    ] = None
    giver: Annotated[PaperSigner | None, Title("送件人（执法证号）")] = None
    issued_on: IssuedOn = None


@form("受案回执")
class DetentionReceipt(AcceptanceReceipt):
    """The same receipt, under the name that it has in an administrative case [853号 12; PSA 60]."""


@form("移送管辖通知书")
class ForwardNotice:
    """The notice that a case went to the competent organ [17号 9; 310号 7]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    competent: Annotated[Name, Title("有管辖权的公安机关"), Example("某某县公安局")]
    reason: Annotated[LongText, Title("转送理由"), Example("犯罪地在某某县")]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    forwarded_on: Annotated[Day | None, Title("转送日期"), Example("2026-10-08")] = None
    copies_to: Copies = ()
    issued_on: IssuedOn = None


@form("退回案件通知书")
class ReturnNotice:
    """The notice that a case is no matter of public security [17号 9]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    reason: Annotated[LongText, Title("退回理由"), Example("不属于公安机关管辖")]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    returned: Annotated[LongText | None, Title("退回的材料"), Example("案卷1册56页")] = None
    issued_on: IssuedOn = None
