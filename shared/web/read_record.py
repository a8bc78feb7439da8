"""The document of the read log: who was shown a restricted document, or asked in vain."""

from datetime import datetime
from enum import StrEnum

from shared.store.document import document


class ReadOutcome(StrEnum):
    """What became of a wish to read."""

    SHOWN = "已提供"
    REFUSED = "无权查阅"
    ABSENT = "查无此项"


@document("reads", title="查阅记录", key="id", indexes=(("subject",), ("key",), ("outcome",)))
class Read:
    """One restricted document that somebody asked for; never changed, kept for ever.

    It holds no content: `key` names the document, `subject` the reader as the token does. The
    documents of one answer share `request`; a list that held nothing has the key "". `purpose` is
    what the reader said.
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
