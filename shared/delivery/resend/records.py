"""Requests of subscribers to send events again, and what they are told was never published."""

from datetime import datetime

from shared.delivery.resend.gap import Gap
from shared.store.document import document


@document("resends", title="补发", key="id")
class Resend:
    """Events that a subscriber asked for again: those of a subject between two numbers.

    An empty `subject` asks for all: `cursor` is the last one begun, and `reached` how far in it, 0
    for its end. `after` and `before` lie outside; `after` moves with what is sent. `number` is the
    event that the subscriber waits for, 0 for none, and `found` tells whether it was sent. `again`
    is what was asked for meanwhile: `after`, `before`, `number`.
    """

    id: str
    subscriber: str
    subject: str
    after: int
    before: int
    at: datetime
    cursor: str = ""
    reached: int = 0
    number: int = 0
    found: bool = False
    again: tuple[int, ...] = ()

    def covers(self, other: "Resend") -> bool:
        """Tell whether what is still to be sent holds all that another request asks for."""
        begun = self.cursor or self.reached or self.found
        same = other.number in (0, self.number)
        return not begun and same and self.after <= other.after and other.before <= self.before


@document("absences", title="无可补发", key="id")
class Absent:
    """What a subscriber asked for in vain and was not told yet; `id` is the subscriber."""

    id: str
    gaps: tuple[Gap, ...] = ()
    told_at: datetime | None = None
