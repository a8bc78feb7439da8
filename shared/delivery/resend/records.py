"""Resend requests of subscribers, and absences still to be answered."""

from datetime import datetime

from shared.delivery.resend.gap import Gap
from shared.store.document import document


@document("resends", title="补发", key="id")
class Resend:
    """A request for a subject's events between `after` and `before`, both exclusive.

    An empty `subject` requests all: `cursor` is the last subject begun, `reached` the position in
    it, 0 for its end. `after` advances as events are sent. `number` is the event that the
    subscriber waits for, 0 for none, and `found` tells whether it was sent. `again` is the queued
    request: `after`, `before`, `number`.
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
        """Return whether this request, if not begun, includes all that another one requests."""
        begun = self.cursor or self.reached or self.found
        same = other.number in (0, self.number)
        return not begun and same and self.after <= other.after and other.before <= self.before


@document("absences", title="无可补发", key="id")
class Absent:
    """Absent events that are still to be answered; `id` is the subscriber."""

    id: str
    gaps: tuple[Gap, ...] = ()
    told_at: datetime | None = None
