"""Commands about the materials of a case: record one, hand it over."""

from datetime import datetime
from typing import Annotated

from services.casework.messages import MaterialKind
from shared.messages import Example, Title, command, value_object
from shared.vocabulary import Day, Id, LongText, Name, Sha256


@value_object("保管人")
class Custodian:
    """Who holds the original of a material, by the number of the 执法证 or 警官证."""

    name: Annotated[Name, Title("姓名"), Example("某某甲")]
    organ: Annotated[Name, Title("单位"), Example("某某市生态环境局")]
    certificate: Annotated[Name, Title("执法证号或警官证号"), Example("某执法证某号")]


@value_object("材料来源")
class Origin:
    """Who provided a material, when, and where it was taken [853号 11]."""

    provided_by: Annotated[Name, Title("提供部门或人员"), Example("某某市生态环境局")]
    provided_on: Annotated[Day, Title("提供日期")]
    taken_at: Annotated[LongText, Title("取得地点"), Example("某某县某某村沟渠")]


@command("登记案件材料")
class RecordMaterial:
    """Record a material by its hash before its content is sent [17号 6; 853号 11]."""

    sha256: Sha256
    kind: Annotated[MaterialKind, Title("材料种类"), Example("监测检验报告或认定意见")]
    name: Annotated[Name, Title("材料名称"), Example("某检字第某号监测报告")]
    quantity: Annotated[Name, Title("数量"), Example("1份12页")]
    origin: Annotated[Origin, Title("来源")]
    holder: Annotated[Custodian, Title("保管人")]
    original_on_paper: Annotated[bool, Title("原件为纸质"), Example(True)] = True
    case_id: Annotated[Id | None, Title("案件编号")] = None


@command("移交案件材料")
class HandOverMaterial:
    """Hand the original of a material from who holds it to somebody else, against a receipt."""

    sha256: Sha256
    giver_certificate: Annotated[Name, Title("移交人执法证号或警官证号"), Example("某执法证某号")]
    taker: Annotated[Custodian, Title("接收人")]
    handed_at: Annotated[datetime, Title("移交时间"), Example("2026-10-08T01:00:00Z")]
    receipt: Annotated[Name, Title("交接凭证"), Example("移送材料清单（某环移〔2026〕某号）")]
