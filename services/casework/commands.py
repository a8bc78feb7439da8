"""What officers and heads of a department ask for: clues, and the referral of a case."""

from typing import Annotated

from services.casework.messages import Finding, Material, Matter, Suspect
from shared.messages import Example, Length, Title, command
from shared.vocabulary import County, Day, Id, LongText, Name, PlotCode

Officers = Annotated[
    tuple[Name, ...],
    Title("核查人员（执法证号）"),
    Length(2, 20),
    Example(["某某甲", "某某乙"]),
]


@command("报告线索")
class ReportClue:
    """Hand a clue to whoever is competent [code.1083]."""

    matter: Annotated[Matter, Title("事项"), Example("污染土壤")]
    county: County
    summary: Annotated[LongText, Title("情况摘要"), Example("夜间向某某沟渠倾倒黑色污泥")]
    found_on: Annotated[Day, Title("发现日期")]
    plot_code: Annotated[PlotCode | None, Title("涉及地块")] = None


@command("受理线索")
class AcceptClue:
    """Take on a clue that this department is competent for."""

    clue_id: Annotated[Id, Title("线索编号")]


@command("退回线索")
class RejectClue:
    """Send a clue back, with the reason."""

    clue_id: Annotated[Id, Title("线索编号")]
    reason: Annotated[LongText, Title("理由"), Example("不属于本部门职责")]


@command("核查线索")
class VerifyClue:
    """Record what at least two officers found [310号 5; 17号 5]."""

    clue_id: Annotated[Id, Title("线索编号")]
    finding: Annotated[Finding, Title("核查结论"), Example("涉嫌犯罪")]
    officers: Officers
    report: Annotated[LongText, Title("核查情况"), Example("现场检测超标三倍以上")]


@command("提请移送")
class ProposeReferral:
    """Propose to the head that a verified clue goes to public security, with the file [17号 6]."""

    clue_id: Annotated[Id, Title("线索编号")]
    charge: Annotated[Name, Title("涉嫌罪名"), Example("污染环境罪")]
    suspects: Annotated[tuple[Suspect, ...], Title("涉案人员或单位"), Length(1, 100)]
    materials: Annotated[tuple[Material, ...], Title("移送材料清单"), Length(1, 500)]


@command("审批移送")
class DecideReferral:
    """Approve or refuse a referral; a refusal states its reason [17号 5; 310号 5]."""

    case_id: Annotated[Id, Title("案件编号")]
    approved: Annotated[bool, Title("是否批准"), Example(True)]
    reason: Annotated[LongText, Title("理由"), Example("事实清楚，同意移送")]
