"""Words about soil: the level of a measured value, and kinds of farmland."""

from enum import StrEnum


class SoilLevel(StrEnum):
    """What a comparison with the limits of soil finds, from the mildest to the gravest.

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
        return self in (SoilLevel.OVER_SCREENING, SoilLevel.OVER_CONTROL)

    @property
    def gravity(self) -> int:
        """The place in the order from the mildest to the gravest."""
        return _GRAVITY[self]


_GRAVITY = {level: place for place, level in enumerate(SoilLevel)}


class FarmlandKind(StrEnum):
    """How farmland is used; the limits of some elements differ [GB 15618]."""

    PADDY = "水田"
    ORCHARD = "果园"
    OTHER = "其他"
