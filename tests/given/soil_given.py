"""Soil samples for the tests: within all limits unless a test says otherwise."""

from collections.abc import Mapping
from decimal import Decimal

from shared.soil import Measurement, SoilSample, decimal_of, gb36600
from shared.vocabulary import FarmlandKind

BASIC = tuple(name for name, item in gb36600.standard_items().items() if item.is_basic)
CLEAN = Decimal("0.01")


def clean_values() -> dict[str, Decimal | int | str | None]:
    """Return a value within all limits for each basic item."""
    return dict.fromkeys(BASIC, CLEAN)


def a_sample(
    values: Mapping[str, Decimal | int | str | None],
    *,
    point: str = "S1",
    depth: str = "0.5",
    ph: str | None = None,
    land: FarmlandKind | None = None,
    measured: tuple[Measurement, ...] = (),
) -> SoilSample:
    """Return a sample with these values; `measured` have detection limits besides."""
    plain = tuple(
        Measurement(item, None if value is None else decimal_of(str(value)))
        for item, value in values.items()
    )
    acidity = None if ph is None else Decimal(ph)
    return SoilSample(point, Decimal(depth), (*plain, *measured), acidity, land)
