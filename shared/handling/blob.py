"""The document of contents that are too large for the broker, kept under their hash."""

from datetime import datetime

from shared.store.document import document


@document("blobs", title="事件内容", key="id")
class Blob:
    """The content of events, byte for byte as its hash was signed; kept for ever.

    `id` is the SHA-256. `topics` are those that this department published it under: who may hear
    one of them may fetch it. A copy that was fetched from its publisher has none.
    """

    id: str
    content: bytes
    size: int
    at: datetime
    topics: tuple[str, ...] = ()
