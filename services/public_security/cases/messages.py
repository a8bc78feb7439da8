"""Cases referred to public security: the receipt and the filing decision."""

from typing import Annotated

from shared.fields import Day, Id, Name, Words
from shared.message import Classification, Example, Title, command, event


@command("签收移送案件")
class ReceiptCase:
    """Sign for a referred case; an incomplete file is no reason not to [17号 7; 310号 7]."""

    case_id: Annotated[Id, Title("案件编号")]
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]


@command("决定是否立案")
class DecideFiling:
    """File a case or not; not filing states its reason [17号 9; 310号 8]."""

    case_id: Annotated[Id, Title("案件编号")]
    filed: Annotated[bool, Title("是否立案"), Example(True)]
    document_number: Annotated[Name, Title("决定文号"), Example("某公（刑）立字〔2026〕某某号")]
    reason: Annotated[Words, Title("理由"), Example("有犯罪事实，需追究刑事责任")]


@event(
    "case.receipted",
    title="移送案件已签收",
    subject="case_id",
    classification=Classification.RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseReceipted:
    """Public security signed for a case [17号 7; 310号 7]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    officer: Annotated[Name, Title("签收人（警官证号）"), Example("某某")]
    receipted_on: Annotated[Day, Title("签收日期")]


@event(
    "case.filed",
    title="决定立案",
    subject="case_id",
    classification=Classification.RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseFiled:
    """Public security opened a criminal case [17号 9-10]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    document_number: Annotated[Name, Title("决定文号"), Example("某公（刑）立字〔2026〕某某号")]
    decided_on: Annotated[Day, Title("决定日期")]


@event(
    "case.not_filed",
    title="决定不予立案",
    subject="case_id",
    classification=Classification.RESTRICTED,
    recipient="referred_by",
    sealed_for=("@referred_by", "procuratorate"),
)
class CaseNotFiled:
    """Public security did not open a criminal case, and says why [17号 10]."""

    case_id: Annotated[Id, Title("案件编号")]
    referred_by: Annotated[Name, Title("移送部门"), Example("environment")]
    document_number: Annotated[Name, Title("决定文号"), Example("某公（刑）不立字〔2026〕某某号")]
    reason: Annotated[Words, Title("理由"), Example("情节显著轻微")]
    decided_on: Annotated[Day, Title("决定日期")]
