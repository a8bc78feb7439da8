"""Fields and parts that several forms share; missing optional fields are left blank for the pen."""

from typing import Annotated

from shared.messages import Example, Length, OneLine, Title, value_object
from shared.vocabulary import Day, LongText, Name

Account = Annotated[str, Length(1, 20_000)]

Office = Annotated[Name, Title("制作机关", "issuing organ"), Example("某某市生态环境局")]
PoliceOffice = Annotated[
    Name,
    Title("制作机关", "issuing organ"),
    Example("某某市公安局"),
]
Referrer = Annotated[Name, Title("移送机关", "referring organ"), Example("某某市生态环境局")]
Police = Annotated[Name, Title("受移送公安机关", "public security organ"), Example("某某市公安局")]
Number = Annotated[Name | None, Title("文号"), Example("某环移〔2026〕某号")]
PoliceNumber = Annotated[Name | None, Title("文号"), Example("某公（刑）字〔2026〕某号")]
LongName = Annotated[str, OneLine(), Length(1, 500)]
"""A name composed of others, such as a person with his number."""

CaseName = Annotated[LongName, Title("案由"), Example("某某公司涉嫌污染环境案")]
LetterNumber = Annotated[
    Name | None,
    Title("案件移送书文号", "number of the transfer letter"),
    Example("某环移〔2026〕某号"),
]
Charge = Annotated[Name, Title("涉嫌罪名"), Example("污染环境罪")]
Basis = Annotated[
    LongText,
    Title("依据"),
    Example("《行政执法机关移送涉嫌犯罪案件的规定》第五条、第六条"),
]
DetentionCase = Annotated[LongName, Title("案由"), Example("某某公司私设暗管排放污染物案")]
DetentionBasis = Annotated[LongText, Example("《生态环境法典》第一千一百零八条")]
Copies = Annotated[tuple[Name, ...], Title("抄送"), Length(0, 20), Example(["某某市人民检察院"])]
IssuedOn = Annotated[Day | None, Title("制作日期"), Example("2026-10-08")]


@value_object("人员")
class PaperPerson:
    """A person by name, with what identifies and reaches him."""

    name: Annotated[Name, Title("姓名"), Example("某某")]
    identifier: Annotated[Name | None, Title("证件号码"), Example("某某号")] = None
    phone: Annotated[Name | None, Title("联系电话"), Example("某某号码")] = None


@value_object("执法人员")
class Officer:
    """An officer with the number of the 执法证 or 警官证."""

    name: Annotated[Name, Title("姓名"), Example("某某甲")]
    certificate: Annotated[Name | None, Title("执法证号或警官证号"), Example("某执法证某号")] = None
    phone: Annotated[Name | None, Title("联系电话"), Example("某某号码")] = None


@value_object("签名人员")
class PaperSigner:
    """Who signs a list or a receipt, with the number of the 执法证 or 警官证 [853号 11]."""

    name: Annotated[Name, Title("姓名"), Example("某某甲")]
    certificate: Annotated[Name | None, Title("执法证号或警官证号"), Example("某执法证某号")] = None


@value_object("当事人")
class Party:
    """Who a case is about, as the forms for detention ask for it [853号 10-11]."""

    name: Annotated[LongName, Title("企业名称或其他经营者"), Example("某某公司")]
    code: Annotated[Name | None, Title("组织机构代码"), Example("某某代码")] = None
    address: Annotated[Name | None, Title("地址"), Example("某某市某某县某某路某号")] = None
    postcode: Annotated[Name | None, Title("邮编"), Example("某某")] = None
    legal_representative: Annotated[PaperPerson | None, Title("法定代表人")] = None
    principal: Annotated[PaperPerson | None, Title("企业主要负责人")] = None


@value_object("移送材料")
class MaterialLine:
    """One line of the list of materials [853号 11; 17号 6]."""

    name: Annotated[LongName, Title("材料名称"), Example("案件调查报告")]
    quantity: Annotated[Name | None, Title("数量"), Example("1份12页")] = None
    provided_by: Annotated[Name | None, Title("提供部门"), Example("某某市生态环境局")] = None
    remark: Annotated[LongText | None, Title("备注"), Example("原件")] = None


@value_object("涉案物品")
class ItemLine:
    """One line of the list of items: name, quantity, features, place [17号 6]."""

    name: Annotated[Name, Title("物品名称"), Example("某某污泥")]
    quantity: Annotated[Name | None, Title("数量"), Example("3.5吨")] = None
    features: Annotated[LongText | None, Title("特征"), Example("黑色，有刺激性气味，袋装")] = None
    place: Annotated[LongText | None, Title("存放地点"), Example("某某公司仓库")] = None
    remark: Annotated[LongText | None, Title("备注"), Example("已查封")] = None


@value_object("审批意见")
class Opinion:
    """One step of an approval: the opinion, its author, and its date."""

    opinion: Annotated[LongText | None, Title("意见"), Example("事实清楚，同意移送")] = None
    signed_by: Annotated[Name | None, Title("签名"), Example("某某")] = None
    signed_on: Annotated[Day | None, Title("日期"), Example("2026-10-08")] = None


Materials = Annotated[tuple[MaterialLine, ...], Title("移送材料"), Length(0, 2000)]
Items = Annotated[tuple[ItemLine, ...], Title("涉案物品"), Length(0, 2000)]
Officers = Annotated[tuple[Officer, ...], Title("经办人"), Length(1, 20)]
Parties = Annotated[tuple[Party, ...], Title("当事人"), Length(1, 100)]
