"""Heartbeat document, written repeatedly to check that the store accepts writes."""

from datetime import datetime

from shared.store.document import document


@document("pulses", title="写入检测", key="id")
class Pulse:
    """Time of a process's last write; few ids are shared, so that old names do not accumulate."""

    id: str
    name: str
    at: datetime
