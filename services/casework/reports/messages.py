"""What a department does with a clue of its own that came back."""

from typing import Annotated

from services.casework.messages import Matter
from shared.messages import Example, Length, Title, command, event
from shared.vocabulary import County, Id, LongText, Name

ABLE = frozenset({"environment", "natural_resources", "agriculture"})
"""The departments that take on clues [code.1083]."""


@command("改送线索")
class RerouteClue:
    """Hand a clue that was sent back to another department [code.1083]."""

    clue_id: Annotated[Id, Title("线索编号")]
    to_department: Annotated[Name, Title("改送部门"), Example("natural_resources")]
    reason: Annotated[LongText, Title("理由"), Example("涉及农用地，属自然资源主管部门职责")]


@event("clue.competence_asked", title="提请确定线索主管部门", subject="clue_id")
class ClueCompetenceAsked:
    """Two departments have sent a clue back: the office must say whose it is [code.1083]."""

    clue_id: Annotated[Id, Title("线索编号")]
    reporter: Annotated[Name, Title("报告部门"), Example("natural_resources")]
    matter: Annotated[Matter, Title("事项"), Example("污染土壤")]
    county: County
    refused_by: Annotated[
        tuple[Name, ...], Title("退回的部门"), Length(1, 20), Example(["environment"])
    ]
