"""What a clue says and why it came back: for the two departments of the clue alone.

An informant's words and names stand in these texts; nobody else may learn them [sl18.84; code.51].
"""

from typing import Annotated

from services.casework.commands import Officers
from services.casework.messages import Finding, Matter
from shared.messages import Classification, Example, Title, command, event
from shared.vocabulary import County, Day, Id, LongText, Name, OfficeDivision, PlotCode

HIDDEN = "（内容仅经办双方可见）"
"""What the open events say in place of the words."""


@command("补充核查：改为更重的结论")
class ReviseFinding:
    """Record what a supplementary verification found beyond the last one [310号 5; 17号 5]."""

    clue_id: Annotated[Id, Title("线索编号")]
    finding: Annotated[Finding, Title("核查结论"), Example("涉嫌犯罪")]
    officers: Officers
    report: Annotated[LongText, Title("补充核查情况"), Example("补充检测镉超标三倍以上")]
    new_evidence: Annotated[LongText, Title("新的证据或情况"), Example("某某检测机构补充检测报告")]


@command("不移送后改为行政违法")
class ReviseToAdministrative:
    """Let a clue go on as an administrative matter after its case was not taken [310号 11]."""

    clue_id: Annotated[Id, Title("线索编号")]
    reason: Annotated[LongText, Title("理由"), Example("情节未达刑事立案标准，依法给予行政处罚")]


@event(
    "clue.reported",
    version=2,
    title="线索已报告（全文）",
    subject="clue_id",
    classification=Classification.RESTRICTED,
    effective="found_on",
    recipient="competent",
    sealed_for=("@competent",),
)
class ClueReportedInFull:
    """A department hands a clue to the competent one, with all that it says [code.1083].

    All others hear version 1, which holds matter, county and state.
    """

    clue_id: Annotated[Id, Title("线索编号")]
    matter: Annotated[Matter, Title("事项"), Example("污染土壤")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    competent: Annotated[Name, Title("主管部门"), Example("environment")]
    county: County
    summary: Annotated[LongText, Title("情况摘要"), Example("夜间向某某沟渠倾倒黑色污泥")]
    found_on: Annotated[Day, Title("发现日期")]
    plot_code: Annotated[PlotCode | None, Title("涉及地块")] = None
    division: OfficeDivision = None


@event(
    "clue.rejected",
    version=2,
    title="线索已退回（全文）",
    subject="clue_id",
    classification=Classification.RESTRICTED,
    recipient="reporter",
    sealed_for=("@reporter",),
)
class ClueRejectedInFull:
    """The department asked did not take on a clue, and says why to who reported it [code.1083]."""

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    reason: Annotated[LongText, Title("理由"), Example("不属于本部门职责")]
