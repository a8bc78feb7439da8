"""The comparison of a measured value with the limits of its item."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shared.vocabulary import SoilLevel


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


def worst(levels: Iterable[SoilLevel]) -> SoilLevel:
    """Return the gravest level; `WITHIN` if there are none."""
    return max(levels, key=lambda level: level.gravity, default=SoilLevel.WITHIN)


def compare(value: Decimal | None, detection_limit: Decimal | None, limits: Limits) -> SoilLevel:
    """Compare a value in mg/kg with limits; a value equal to a limit is not over it.

    A value that is None, or under the detection limit, was not detected: it counts as under the
    limits, unless the detection limit itself is unknown or over them.
    """
    if value is None or (detection_limit is not None and value < detection_limit):
        is_fine = detection_limit is not None and detection_limit <= limits.counted_from
        return SoilLevel.WITHIN if is_fine else SoilLevel.UNDECIDED
    if value <= limits.screening:
        return SoilLevel.WITHIN
    if value <= limits.counted_from:
        return SoilLevel.BACKGROUND
    is_over_control = limits.control is not None and value > limits.control
    return SoilLevel.OVER_CONTROL if is_over_control else SoilLevel.OVER_SCREENING
