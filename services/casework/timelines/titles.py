"""The title of a case, from its parties and its subject."""

from collections.abc import Sequence

from services.casework.detentions.messages import ApprovalForm
from services.casework.messages import Suspect

UNKNOWN = "涉嫌犯罪案（待报告）"


def case_title(suspects: Sequence[Suspect], charge: str) -> str:
    """Return the title of a suspected crime, such as 某某公司涉嫌污染环境案."""
    if not suspects or not charge:
        return UNKNOWN
    who = suspects[0].name + ("等" if len(suspects) > 1 else "")
    return f"{who}涉嫌{charge.removesuffix('罪')}案"


def detention_title(form: ApprovalForm) -> str:
    """Return the title of a case for detention."""
    return f"{form.offender.name}{form.cause}案"
