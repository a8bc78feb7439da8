"""The report on the investigation of a case."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    Account,
    CaseName,
    IssuedOn,
    Number,
    Officer,
    Parties,
    Referrer,
)
from shared.messages import Example, Length, Title, form
from shared.vocabulary import LongText


@form("案件调查报告")
class InvestigationReport:
    """Source, suspects, facts, evidence, law and proposal, by two officers [17号 5-6; 310号 5]."""

    office: Referrer
    case_name: CaseName
    source: Annotated[LongText, Title("案件来源"), Example("自然资源部门移交的线索")]
    found: Annotated[LongText, Title("发现经过"), Example("2026年10月8日现场检查时发现")]
    suspects: Annotated[Parties, Title("涉案单位和人员基本情况")]
    facts: Annotated[Account, Title("案件事实"), Example("某某公司将某某污泥倾倒于某某村沟渠。")]
    evidence: Annotated[Account, Title("证据"), Example("现场检查笔录、采样记录单、监测报告")]
    law: Annotated[Account, Title("法律依据"), Example("《中华人民共和国刑法》第三百三十八条")]
    proposal: Annotated[Account, Title("处理建议"), Example("建议移送公安机关")]
    officers: Annotated[
        tuple[Officer, ...],
        Title("调查人员"),
        Length(2, 20),
        Example(
            [
                {"name": "某某甲", "certificate": "某执法证某号"},
                {"name": "某某乙", "certificate": "某执法证某号"},
            ]
        ),
    ]
    number: Number = None
    issued_on: IssuedOn = None
