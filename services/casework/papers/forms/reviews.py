"""Papers against a decision not to file: reconsideration, and the procuratorate's view."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    Basis,
    CaseName,
    IssuedOn,
    Materials,
    Number,
    Police,
    PoliceNumber,
    PoliceOffice,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, Name

NoFilingNumber = Annotated[
    Name | None, Title("不予立案通知书文号"), Example("某公（刑）不立字〔2026〕某号")
]
Grounds = Annotated[Account, Title("事实和理由"), Example("监测报告表明铅排放超标三倍以上")]


@form("复议申请书")
class ReconsiderationRequest:
    """The department asks public security to reconsider [17号 11; 310号 9]."""

    office: Referrer
    to: Police
    case_name: CaseName
    grounds: Grounds
    number: Number = None
    decision_number: NoFilingNumber = None
    received_on: Annotated[Day | None, Title("收到不予立案通知书日期"), Example("2026-10-08")] = (
        None
    )
    attached: Annotated[Materials, Title("附送材料")] = ()
    issued_on: IssuedOn = None


@form("复议决定书")
class ReconsiderationDecision:
    """Public security keeps its decision or files after all, in writing [17号 11; 310号 9]."""

    office: PoliceOffice
    to: Referrer
    case_name: CaseName
    changed: Annotated[bool, Title("是否改变原决定"), Example(True)]
    reason: Annotated[Account, Title("理由"), Example("经复议，有犯罪事实需要追究刑事责任")]
    number: PoliceNumber = None
    decision_number: NoFilingNumber = None
    received_on: Annotated[Day | None, Title("收到复议申请日期"), Example("2026-10-08")] = None
    issued_on: IssuedOn = None


@form("立案监督建议书")
class SupervisionSuggestion:
    """The department suggests that the procuratorate supervise [17号 12-13; 310号 9]."""

    office: Referrer
    to: Annotated[Name, Title("人民检察院"), Example("某某市人民检察院")]
    case_name: CaseName
    police: Police
    grounds: Grounds
    basis: Annotated[Basis, Example("《行政执法机关移送涉嫌犯罪案件的规定》第九条")]
    number: Number = None
    decision_number: Annotated[
        Name | None, Title("相关决定文号"), Example("某公（刑）不立字〔2026〕某号")
    ] = None
    attached: Annotated[Materials, Title("附送材料")] = ()
    issued_on: IssuedOn = None


@form("不立案理由说明书")
class NoFilingExplanation:
    """Public security tells the procuratorate why it did not file [proc01.10]."""

    office: PoliceOffice
    to: Annotated[Name, Title("人民检察院"), Example("某某市人民检察院")]
    case_name: CaseName
    reason: Annotated[Account, Title("不立案的理由"), Example("经审查，没有犯罪事实")]
    number: PoliceNumber = None
    request_number: Annotated[
        Name | None, Title("要求说明不立案理由通知书文号"), Example("某检立监〔2026〕某号")
    ] = None
    issued_on: IssuedOn = None
