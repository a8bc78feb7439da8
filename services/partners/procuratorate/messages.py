"""The people's procuratorate: it receives copies of referrals and may say that one is owed."""

from typing import Annotated

from shared.fields import Day, Id, Name, Words
from shared.message import Classification, Example, Title, event


@event(
    "transfer_opinion.issued",
    title="检察意见：应当移送",
    subject="clue_id",
    classification=Classification.RESTRICTED,
    recipient="competent",
    sealed_for=("@competent",),
)
class TransferOpinionIssued:
    """The procuratorate holds that a department should have referred a case [17号 14]."""

    clue_id: Annotated[Id, Title("线索编号")]
    competent: Annotated[Name, Title("应移送部门"), Example("environment")]
    opinion: Annotated[Words, Title("意见"), Example("现有证据已达移送标准")]
    issued_on: Annotated[Day, Title("出具日期")]
