"""The lists that are signed on both sides."""

from typing import Annotated

from services.casework.papers.forms.parts import (
    CaseName,
    Items,
    LetterNumber,
    Materials,
    Number,
    PaperSigner,
    Police,
    Referrer,
)
from shared.messages import Example, Title, form
from shared.vocabulary import Day, LongText, Name

Giver = Annotated[PaperSigner | None, Title("移送人")]
Taker = Annotated[
    PaperSigner | None,
    Title("接收人"),
    Example({"name": "某某丙", "certificate": "某警官证某号"}),
]


@form("移送材料清单")
class MaterialList:
    """Name, quantity, provider and remark of each material; two copies [853号 11; 17号 6]."""

    office: Referrer
    to: Police
    case_name: CaseName
    materials: Materials
    number: LetterNumber = None
    giver: Giver = None
    taker: Taker = None
    handed_on: Annotated[Day | None, Title("移送日期"), Example("2026-10-08")] = None


@form("涉案物品移交清单")
class ItemHandover:
    """The items that go to public security once it filed the case [17号 10; 310号 12]."""

    office: Referrer
    to: Police
    case_name: CaseName
    items: Items
    number: Number = None
    filing_number: Annotated[
        Name | None, Title("立案通知书文号"), Example("某公（刑）立字〔2026〕某号")
    ] = None
    other: Annotated[
        LongText | None, Title("一并移交的其他材料"), Example("查封、扣押决定书复印件")
    ] = None
    dangerous: Annotated[
        LongText | None,
        Title("危险物品的临时处置情况"),
        Example("某某污泥暂存于某某公司危险废物仓库"),
    ] = None
    giver: Giver = None
    taker: Taker = None
    handed_on: Annotated[Day | None, Title("移交日期"), Example("2026-10-08")] = None
