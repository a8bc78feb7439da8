"""Limit values of soil (土壤环境质量标准): evaluates samples by GB 36600-2018 and GB 15618-2018."""

from shared.soil import gb15618, gb36600
from shared.soil.levels import Level
from shared.soil.samples import FarmlandKind, ItemLevel, Measurement, SoilSample, decimal_of

__all__ = [
    "FarmlandKind",
    "ItemLevel",
    "Level",
    "Measurement",
    "SoilSample",
    "decimal_of",
    "gb15618",
    "gb36600",
]
