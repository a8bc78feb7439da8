"""What an officer orders: a paper of a case, fixed with its hash."""

from typing import Annotated

from services.casework.steps.messages import CaseId
from shared.messages import Example, Title, command
from shared.vocabulary import Name


@command("出具文书")
class IssuePaper:
    """Fix a paper of a case as it is now, so that its bytes can be proved."""

    case_id: CaseId
    kind: Annotated[Name, Title("文书种类"), Example("transfer_letter")]
    number: Annotated[Name | None, Title("文号"), Example("某环移〔2026〕某号")] = None
