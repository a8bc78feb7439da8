"""Document of the read log: who was shown a restricted document, or requested it in vain."""

from datetime import datetime
from enum import StrEnum

from shared.store.document import document


class ReadOutcome(StrEnum):
    """Outcome of a request to read."""

    SHOWN = "已提供"
    REFUSED = "无权查阅"
    ABSENT = "查无此项"


@document(
    "reads",
    title="查阅记录",
    key="id",
    placed="division",
    indexes=(("subject",), ("key",), ("outcome",), ("division",)),
)
class Read:
    """One requested restricted document; never changed or deleted.

    It holds no content: `key` names the document, `subject` is the reader's in the token. The
    documents of one answer share `request`; an empty list has the key "". `purpose` is the reader's
    statement, `division` the reader's office.
    """

    id: str
    request: str
    at: datetime
    subject: str
    department: str
    roles: tuple[str, ...]
    route: str
    kind: str
    key: str
    purpose: str
    outcome: ReadOutcome
    division: str = ""
