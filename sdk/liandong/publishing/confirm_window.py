"""Flow control: the number of messages in flight adapts to the latency of the confirms."""

LEAST = 64
MOST = 4_000
FIRST = 512
STEP = 64
QUICK_S = 0.15
SLOW_S = 0.6


class Window:
    """The most messages in flight: grows by `STEP` on quick confirms, halves on slow ones.

    One message at a time is timed, from sending to confirm. A confirm within `QUICK_S` grows the
    window only if it was full, since only then was it the limit. One between `QUICK_S` and
    `SLOW_S` leaves it unchanged.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.least = min(LEAST, most)
        self.size = min(FIRST, most)
        self._timed: int | None = None
        self._sent_at = 0.0
        self._was_full = False

    def sent(self, tag: int, under_way: int, now: float) -> None:
        """Record the last tag sent, the number in flight, and the time in monotonic seconds."""
        if self._timed is None:
            self._timed = tag
            self._sent_at = now
            self._was_full = False
        self._was_full = self._was_full or under_way >= self.size

    def confirmed(self, tag: int, now: float) -> None:
        """Record a confirm; that of the timed message, or of a later one, adapts the size."""
        if self._timed is None or tag < self._timed:
            return
        self._timed = None
        took_s = now - self._sent_at
        if took_s > SLOW_S:
            self.size = max(self.least, self.size // 2)
        elif took_s < QUICK_S and self._was_full:
            self.size = min(self.most, self.size + STEP)

    def restart(self) -> None:
        """Reset the timing: a new connection numbers its messages from 1; the size is kept."""
        self._timed = None
