"""What a proxied connection does with bytes: pass, slow down, stand still."""

from dataclasses import dataclass, replace
from enum import StrEnum

PORTION = 65_536


class Way(StrEnum):
    """Which way bytes flow: up to the server, or down to the client."""

    UP = "up"
    DOWN = "down"


BOTH = (Way.UP, Way.DOWN)


@dataclass(frozen=True, slots=True)
class Flow:
    """How fast bytes may go one way: bytes per second, None for as fast as they come, 0 for not."""

    rate: float | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing goes this way."""
        return self.rate == 0

    def portion(self) -> int:
        """Tell how many bytes to take at once, so that a slow flow trickles evenly."""
        if self.rate is None:
            return PORTION
        return max(1, min(PORTION, int(self.rate / 10)))

    def pause_s(self, count: int) -> float:
        """Tell how long to wait after so many bytes."""
        return count / self.rate if self.rate else 0.0


FREE = Flow()


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for all connections of a link; `full` refuses writes in the store's name."""

    up: Flow = FREE
    down: Flow = FREE
    full: bool = False

    def flow(self, way: Way) -> Flow:
        """Tell what holds one way."""
        return self.up if way is Way.UP else self.down

    def limited(self, rate: float, ways: tuple[Way, ...] = BOTH) -> "Rule":
        """Limit the ways given, and leave the others as they are."""
        limit = Flow(rate)
        up = limit if Way.UP in ways else self.up
        return replace(self, up=up, down=limit if Way.DOWN in ways else self.down)


PASS = Rule()


def ways_of(word: str) -> tuple[Way, ...]:
    """Read `up`, `down` or `both`."""
    return BOTH if word == "both" else (Way(word),)
