"""Clues and cases: one contract whichever department acts, so that each partner hears it once."""

from enum import StrEnum
from typing import Annotated

from shared.messages import Between, Classification, Example, Title, event, value_object
from shared.vocabulary import (
    County,
    Day,
    Id,
    Identifier,
    IdentifierKindGiven,
    LongText,
    Name,
    OfficeDivision,
    PlotCode,
    Sha256,
    fault_of_identifier,
)


class Matter(StrEnum):
    """What a clue is about; it decides which department is competent."""

    SOIL_POLLUTION = "污染土壤"
    UNREPORTED_TRANSPORT = "擅自转运污染土壤"
    UNRELATED_CONSTRUCTION = "名录地块违规开工"
    LAND_OCCUPATION = "非法占用农用地"
    FARM_INPUT = "使用禁用农业投入品"


class Finding(StrEnum):
    """What the verification of a clue found."""

    UNFOUNDED = "查无实据"
    ADMINISTRATIVE = "行政违法"
    SUSPECTED_CRIME = "涉嫌犯罪"


class CaseState(StrEnum):
    """Where a case stands; what others than the named organs may know of it."""

    AWAITING_DECISION = "待负责人批准"
    NOT_APPROVED = "不批准移送"
    REFERRED = "已移送"
    RECEIPTED = "已签收"
    FILED = "已立案"
    NOT_FILED = "不予立案"


class MaterialKind(StrEnum):
    """What a referral's file holds [17号 6; 310号 6]."""

    TRANSFER_LETTER = "案件移送书"
    INVESTIGATION_REPORT = "案件调查报告"
    SITE_RECORD = "现场检查勘察笔录"
    ITEM_LIST = "涉案物品清单"
    EVIDENCE_LIST = "照片录音录像及清单"
    TEST_REPORT = "监测检验报告或认定意见"
    PENALTY_DECISION = "行政处罚决定书"
    OTHER = "其他材料"


@value_object("移送材料")
class Material:
    """One document of the file, by its fingerprint; the paper original is noted as such."""

    kind: Annotated[MaterialKind, Title("材料种类"), Example("案件移送书")]
    name: Annotated[Name, Title("材料名称"), Example("关于某某涉嫌污染环境案的移送书")]
    sha256: Sha256
    original_on_paper: Annotated[bool, Title("原件为纸质"), Example(True)] = True


@value_object("涉案人员或单位", fault=fault_of_identifier)
class Suspect:
    """Who is suspected; only for the referring department, public security, the procuratorate."""

    name: Annotated[Name, Title("姓名或名称"), Example("某某")]
    identifier: Annotated[Identifier, Title("证件号码或统一社会信用代码"), Example("某某")]
    identifier_kind: IdentifierKindGiven = None


@event("clue.reported", title="线索已报告", subject="clue_id", effective="found_on")
class ClueReported:
    """A department found a clue and hands it to the competent one [code.1083].

    Version 2 brings what it says to that one alone; `summary` is fixed here [sl18.84; code.51].
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


@event("clue.accepted", title="线索已受理", subject="clue_id")
class ClueAccepted:
    """The competent department took on a clue."""

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]


@event("clue.rejected", title="线索已退回", subject="clue_id")
class ClueRejected:
    """The department asked did not take on a clue; version 2 tells the reporter why."""

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    reason: Annotated[LongText, Title("理由"), Example("不属于本部门职责")]


@event("clue.verified", title="线索核查完毕", subject="clue_id")
class ClueVerified:
    """The competent department verified a clue; feedback to who reported it [plan.11].

    `revision` counts the findings: a later one takes the place of those before it.
    """

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    finding: Annotated[Finding, Title("核查结论"), Example("涉嫌犯罪")]
    revision: Annotated[int, Title("第几次结论"), Between(1, 1000), Example(1)] = 1


@event(
    "case.referred",
    title="涉嫌犯罪案件移送",
    subject="case_id",
    classification=Classification.RESTRICTED,
    sealed_for=("public_security", "procuratorate"),
)
class CaseReferred:
    """A case goes to public security of the same level [17号 6; 310号 5; code.33].

    The procuratorate of that level gets a copy.
    """

    case_id: Annotated[Id, Title("案件编号")]
    clue_id: Annotated[Id, Title("线索编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    county: County
    charge: Annotated[Name, Title("涉嫌罪名"), Example("污染环境罪")]
    suspects: Annotated[tuple[Suspect, ...], Title("涉案人员或单位")]
    materials: Annotated[tuple[Material, ...], Title("移送材料清单")]
    referred_on: Annotated[Day, Title("移送日期")]
    division: OfficeDivision = None


@event("case.status_changed", title="案件进展（已脱敏）", subject="case_id")
class CaseStatusChanged:
    """Where a case stands, without names: what the other departments may know."""

    case_id: Annotated[Id, Title("案件编号")]
    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    state: Annotated[CaseState, Title("进展"), Example("已移送")]
