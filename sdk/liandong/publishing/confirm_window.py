"""How many messages may be under way: as many as the broker confirms quickly, never without end."""

LEAST = 64
MOST = 4_000
FIRST = 512
STEP = 64
QUICK_S = 0.15
SLOW_S = 0.6


class Window:
    """Grows step by step while confirms come quickly, halves when they come slowly.

    One message at a time is timed, from its sending to its confirm. A quick confirm lets the
    window grow if it was full, for only then was it the limit. Between quick and slow it stays.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.least = min(LEAST, most)
        self.size = min(FIRST, most)
        self._timed: int | None = None
        self._sent_at = 0.0
        self._was_full = False

    def sent(self, tag: int, under_way: int, now: float) -> None:
        """Note what was sent last, and how many are under way with it."""
        if self._timed is None:
            self._timed = tag
            self._sent_at = now
            self._was_full = False
        self._was_full = self._was_full or under_way >= self.size

    def confirmed(self, tag: int, now: float) -> None:
        """Note a confirm; that of the timed message, or of a later one, changes the size."""
        if self._timed is None or tag < self._timed:
            return
        self._timed = None
        took_s = now - self._sent_at
        if took_s > SLOW_S:
            self.size = max(self.least, self.size // 2)
        elif took_s < QUICK_S and self._was_full:
            self.size = min(self.most, self.size + STEP)

    def restart(self) -> None:
        """Forget what is under way: a new connection counts its messages anew."""
        self._timed = None
