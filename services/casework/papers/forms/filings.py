"""Decisions of public security on a case, as sent to the department [17号 9-10; 310号 8]."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    CaseName,
    Charge,
    Copies,
    IssuedOn,
    LetterNumber,
    PoliceNumber,
    PoliceOffice,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, LongText, Name

Decided = Annotated[Day | None, Title("决定日期"), Example("2026-10-08")]
Returned = Annotated[LongText | None, Title("退回的案卷材料"), Example("案卷1册56页")]


@form("立案通知书")
class FilingNotice:
    """A criminal case was opened [17号 9-10; 310号 8]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    charge: Charge
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    decided_on: Decided = None
    contact: Annotated[
        LongText | None, Title("承办单位及联系方式"), Example("某某大队，某某号码")
    ] = None
    copies_to: Copies = ()
    issued_on: IssuedOn = None


@form("不予立案通知书")
class NoFilingNotice:
    """No case was opened: the reason, and the file back [17号 10; 310号 8]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    reason: Annotated[
        LongText, Title("不予立案的理由"), Example("情节显著轻微，不需要追究刑事责任")
    ]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    decided_on: Decided = None
    returned: Returned = None
    copies_to: Copies = ()
    issued_on: IssuedOn = None


@form("撤销案件通知书")
class WithdrawalNotice:
    """A case was withdrawn: the reason, and the file back [17号 10]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    reason: Annotated[LongText, Title("撤销案件的理由"), Example("没有犯罪事实")]
    number: PoliceNumber = None
    filing_number: Annotated[
        Name | None, Title("立案决定文号"), Example("某公（刑）立字〔2026〕某号")
    ] = None
    decided_on: Decided = None
    returned: Returned = None
    copies_to: Copies = ()
    issued_on: IssuedOn = None
