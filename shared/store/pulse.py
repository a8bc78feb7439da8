"""The document that processes write again and again, to know whether the store takes writes."""

from datetime import datetime

from shared.store.document import document


@document("pulses", title="写入检测", key="id")
class Pulse:
    """When a process last wrote; `id` is one of a few, so that names of the past do not pile up."""

    id: str
    name: str
    at: datetime
