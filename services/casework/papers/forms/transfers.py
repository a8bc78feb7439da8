"""The letters that hand a case to public security."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    Basis,
    CaseName,
    Charge,
    Copies,
    DetentionBasis,
    DetentionCase,
    IssuedOn,
    Materials,
    Number,
    Officers,
    Parties,
    Party,
    Police,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import LongText


@form("案件移送书")
class TransferLetter:
    """The letter of a suspected crime: organ, charge and basis, handlers, materials [17号 6]."""

    office: Referrer
    to: Police
    case_name: CaseName
    suspects: Parties
    charge: Charge
    facts: Annotated[Account, Title("简要案情"), Example("某某公司将某某污泥倾倒于某某村沟渠。")]
    basis: Basis
    handlers: Officers
    materials: Materials
    number: Number = None
    penalised: Annotated[
        LongText | None, Title("已作出的行政处罚"), Example("某环罚〔2026〕某号行政处罚决定书")
    ] = None
    copies_to: Copies = ()
    issued_on: IssuedOn = None


@form("案件移送书（适用行政拘留）")
class DetentionTransferLetter:
    """The letter of a case that asks for detention, after its template [853号 11]."""

    office: Referrer
    to: Police
    case_name: DetentionCase
    party: Annotated[Party, Title("当事人")]
    facts: Annotated[Account, Title("简要案情"), Example("某某公司私设暗管排放污染物，已受处罚。")]
    basis: Annotated[DetentionBasis, Title("移送依据")]
    proposal: Annotated[
        LongText, Title("移送建议"), Example("建议对直接负责的主管人员依法处以行政拘留")
    ]
    handlers: Officers
    number: Annotated[Number, Example("某环拘移〔2026〕某号")] = None
    investigators: Annotated[LongText | None, Title("调查人员"), Example("某某甲、某某乙")] = None
    unit: Annotated[LongText | None, Title("承办部门"), Example("某某市生态环境综合行政执法队")] = (
        None
    )
    issued_on: IssuedOn = None
