"""Requests for missing documents, and the documents supplied."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    CaseName,
    IssuedOn,
    LetterNumber,
    Materials,
    Number,
    Police,
    PoliceNumber,
    PoliceOffice,
    Referrer,
)
from shared.messages import Example, Length, Title, form
from shared.vocabulary import Day, LongText, Name


@form("补正材料通知书")
class SupplementRequest:
    """What public security misses in a file, in writing [17号 8; 853号 13]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    missing: Annotated[
        tuple[LongText, ...], Title("需补正的材料或事项"), Length(1, 500), Example(["监测报告原件"])
    ]
    number: PoliceNumber = None
    letter_number: LetterNumber = None
    due_on: Annotated[Day | None, Title("补正期限届满日"), Example("2026-10-12")] = None
    contact: Annotated[LongText | None, Title("联系人及电话"), Example("某某，某某号码")] = None
    issued_on: IssuedOn = None


@form("补正材料及无法补正说明")
class SupplementAnswer:
    """What is supplied; what cannot be is explained in writing [17号 8]."""

    office: Referrer
    to: Police
    case_name: CaseName
    supplied: Annotated[Materials, Title("补正的材料")]
    number: Number = None
    request_number: Annotated[
        Name | None, Title("补正材料通知书文号"), Example("某公（刑）补字〔2026〕某号")
    ] = None
    impossible: Annotated[
        Account | None, Title("无法补正的说明"), Example("某某现场已清理，无法再次采样")
    ] = None
    issued_on: IssuedOn = None
