"""The file of a case: its history, papers, materials and clocks."""

from typing import Annotated

from services.casework.papers.forms.parts import CaseName, Number, Party, Referrer
from shared.messages import Example, Length, Title, form, value_object
from shared.vocabulary import Day, LongText, Name, Sha256


@value_object("办理经过")
class Happening:
    """One act in a case."""

    at: Annotated[Name, Title("时间"), Example("2026年10月8日9时30分")]
    act: Annotated[LongText, Title("事项"), Example("移送公安机关")]
    by: Annotated[Name | None, Title("办理单位或人员"), Example("某某市生态环境局")] = None
    basis: Annotated[Name | None, Title("依据"), Example("衔接办法第6条")] = None


@value_object("卷内文书")
class FiledPaper:
    """One paper of a file, with the pages that it takes."""

    title: Annotated[Name, Title("文书名称"), Example("案件移送书")]
    number: Annotated[Name | None, Title("文号"), Example("某环移〔2026〕某号")] = None
    dated: Annotated[Day | None, Title("日期"), Example("2026-10-08")] = None
    pages: Annotated[Name | None, Title("页次"), Example("1-3")] = None


@value_object("卷内材料")
class FiledMaterial:
    """One material of a file with its hash, so that the copy at hand can be proved."""

    name: Annotated[Name, Title("材料名称"), Example("监测报告")]
    sha256: Sha256
    quantity: Annotated[Name | None, Title("数量"), Example("1份")] = None
    held_by: Annotated[Name | None, Title("原件保管"), Example("某某市公安局")] = None


@value_object("办理期限")
class FiledClock:
    """One period of a case: owner, duty, deadline, and whether it was met."""

    duty: Annotated[LongText, Title("应办事项"), Example("作出是否立案决定")]
    owner: Annotated[Name, Title("责任单位"), Example("某某市公安局")]
    due: Annotated[Name, Title("到期时间"), Example("2026年10月12日")]
    state: Annotated[Name | None, Title("办理情况"), Example("按期办结")] = None
    basis: Annotated[Name | None, Title("依据"), Example("衔接办法第9条")] = None


@form("案卷")
class CaseFile:
    """A case from cover to clocks, to be printed and bound [17号 6; 853号 16]."""

    office: Referrer
    case_id: Annotated[Name, Title("案件编号"), Example("某某案件编号")]
    case_name: CaseName
    parties: Annotated[tuple[Party, ...], Title("当事人"), Length(0, 100)]
    number: Annotated[Number, Title("案卷号"), Example("某环案卷〔2026〕某号")] = None
    handlers: Annotated[LongText | None, Title("承办人"), Example("某某甲、某某乙")] = None
    opened_on: Annotated[Day | None, Title("立卷日期"), Example("2026-10-08")] = None
    closed_on: Annotated[Day | None, Title("结案日期"), Example("2026-10-30")] = None
    outcome: Annotated[LongText | None, Title("处理结果"), Example("公安机关已立案")] = None
    keeper: Annotated[Name | None, Title("立卷人"), Example("某某")] = None
    happenings: Annotated[tuple[Happening, ...], Title("办理经过"), Length(0, 2000)] = ()
    papers: Annotated[tuple[FiledPaper, ...], Title("卷内文书"), Length(0, 2000)] = ()
    materials: Annotated[tuple[FiledMaterial, ...], Title("卷内材料"), Length(0, 2000)] = ()
    clocks: Annotated[tuple[FiledClock, ...], Title("办理期限"), Length(0, 2000)] = ()
