"""Ask a department about its cases."""

from shared.asking import OwnDesk
from shared.failures.client import AskError

KINDS = ("cases", "detentions")


def kind_of(desk: OwnDesk, case_id: str) -> str:
    """Tell whether a case is a suspected crime or one for detention, by asking for it."""
    refused: AskError | None = None
    for kind in KINDS:
        try:
            desk.get(f"/v1/{kind}/{case_id}/timeline")
        except AskError as error:
            refused = error
        else:
            return kind
    raise AskError(str(refused))
