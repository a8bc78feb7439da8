"""The comparison of a measured value with the limits of its item."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Level(StrEnum):
    """What a comparison finds, from the mildest to the gravest.

    `BACKGROUND` is over the screening value, but not over the documented background: it does not
    count. `UNDECIDED` is no result: the detection limit is too high, or something is missing.
    """

    WITHIN = "未超筛选值"
    BACKGROUND = "未超背景值"
    UNDECIDED = "无法判定"
    OVER_SCREENING = "超过筛选值"
    OVER_CONTROL = "超过管制值"

    @property
    def is_over(self) -> bool:
        """Whether the screening value is exceeded."""
        return self in (Level.OVER_SCREENING, Level.OVER_CONTROL)

    @property
    def gravity(self) -> int:
        """The place in the order from the mildest to the gravest."""
        return _ORDER[self]


_ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Limits:
    """The screening and the control value of an item, in mg/kg; `control` is None if none exists.

    A value over the screening value does not count up to the `background` of the place.
    """

    screening: Decimal
    control: Decimal | None
    background: Decimal | None = None

    @property
    def counted_from(self) -> Decimal:
        """The value that must be exceeded for a result to count."""
        return max(self.screening, self.background or self.screening)


def worst(levels: Iterable[Level]) -> Level:
    """Return the gravest level; `WITHIN` if there are none."""
    return max(levels, key=lambda level: level.gravity, default=Level.WITHIN)


def compare(value: Decimal | None, detection_limit: Decimal | None, limits: Limits) -> Level:
    """Compare a value in mg/kg with limits; a value equal to a limit is not over it.

    A value that is None, or under the detection limit, was not detected: it counts as under the
    limits, unless the detection limit itself is unknown or over them.
    """
    if value is None or (detection_limit is not None and value < detection_limit):
        is_fine = detection_limit is not None and detection_limit <= limits.counted_from
        return Level.WITHIN if is_fine else Level.UNDECIDED
    if value <= limits.screening:
        return Level.WITHIN
    if value <= limits.counted_from:
        return Level.BACKGROUND
    is_over_control = limits.control is not None and value > limits.control
    return Level.OVER_CONTROL if is_over_control else Level.OVER_SCREENING
