"""The office's word on who must take on a clue."""

from typing import Annotated

from shared.messages import Example, Title, command, event
from shared.vocabulary import Day, Id, LongText, Name


@command("确定线索的主管部门", by_city=True)
class DecideCompetence:
    """Say which department takes on a clue that two have sent back [code.1083]."""

    clue_id: Annotated[Id, Title("线索编号")]
    competent: Annotated[Name, Title("主管部门"), Example("environment")]
    reason: Annotated[LongText, Title("理由"), Example("污染土壤由生态环境主管部门监督管理")]


@event(
    "clue.competence_decided", title="线索主管部门已确定", subject="clue_id", effective="decided_on"
)
class CompetenceDecided:
    """The office decided whose a clue is; that department may not send it back [code.1083]."""

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    competent: Annotated[Name, Title("主管部门"), Example("environment")]
    decided_on: Annotated[Day, Title("确定日期")]
