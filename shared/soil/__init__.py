"""Limit values of soil (土壤环境质量标准): evaluates samples by GB 36600-2018 and GB 15618-2018."""

from shared.soil.gb15618 import (
    GB15618,
    FarmlandCategory,
    FarmlandEvaluation,
    evaluate_farmland,
    farmland_item,
    unit_category,
    worsened,
)
from shared.soil.gb36600 import (
    GB36600,
    NATURAL,
    BuildingLandEvaluation,
    building_land_item,
    evaluate_building_land,
)
from shared.soil.samples import ItemLevel, Measurement, SoilSample, decimal_of

__all__ = [
    "GB15618",
    "GB36600",
    "NATURAL",
    "BuildingLandEvaluation",
    "FarmlandCategory",
    "FarmlandEvaluation",
    "ItemLevel",
    "Measurement",
    "SoilSample",
    "building_land_item",
    "decimal_of",
    "evaluate_building_land",
    "evaluate_farmland",
    "farmland_item",
    "unit_category",
    "worsened",
]
