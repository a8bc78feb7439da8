"""The rules of a link for the bytes in each direction: pass, slow down or stall."""

from dataclasses import dataclass, replace
from enum import StrEnum

PORTION = 65_536


class Direction(StrEnum):
    """The direction of bytes: up to the server, or down to the client."""

    UP = "up"
    DOWN = "down"


BOTH = (Direction.UP, Direction.DOWN)


@dataclass(frozen=True, slots=True)
class FlowLimit:
    """Bytes per second in one direction: None for no limit, 0 for a stall."""

    rate: float | None = None

    @property
    def stalled(self) -> bool:
        """Whether nothing flows in this direction."""
        return self.rate == 0

    def portion(self) -> int:
        """Return the bytes to write at once: a tenth of a second's worth, for an even flow."""
        if self.rate is None:
            return PORTION
        return max(1, min(PORTION, int(self.rate / 10)))

    def pause_s(self, count: int) -> float:
        """Return the seconds to wait after writing `count` bytes."""
        return count / self.rate if self.rate else 0.0


UNLIMITED = FlowLimit()


@dataclass(frozen=True, slots=True)
class LinkRule:
    """The rule of all connections of a link; with `full` it refuses writes like a full store."""

    up: FlowLimit = UNLIMITED
    down: FlowLimit = UNLIMITED
    full: bool = False

    def limit_of(self, direction: Direction) -> FlowLimit:
        """Return the limit of one direction."""
        return self.up if direction is Direction.UP else self.down

    def limited(self, rate: float, directions: tuple[Direction, ...] = BOTH) -> "LinkRule":
        """Return a copy with the rate (bytes per second) set in these directions."""
        limit = FlowLimit(rate)
        up = limit if Direction.UP in directions else self.up
        return replace(self, up=up, down=limit if Direction.DOWN in directions else self.down)


PASS = LinkRule()


def directions_of(word: str) -> tuple[Direction, ...]:
    """Parse `up`, `down` or `both`."""
    return BOTH if word == "both" else (Direction(word),)
