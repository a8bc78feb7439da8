"""Whether a sheet of samples fits its plot: the place of each point, each item once."""

from typing import Any

from services.environment.samples.domain import item_key
from services.environment.samples.messages import SampleSheet
from shared.errors import FieldError
from shared.vocabulary import metres_outside

POINT_TOLERANCE_M = 5.0
"""How far outside of its plot a point may lie: the uncertainty of both surveys; a setting."""

MOST_FAULTS = 20


def misplaced(sheet: SampleSheet, area: dict[str, Any]) -> tuple[FieldError, ...]:
    """Return a fault for each of the first points that lie outside of the plot."""
    found = []
    for place, sample in enumerate(sheet.samples):
        metres = metres_outside((sample.longitude, sample.latitude), area)
        if metres > POINT_TOLERANCE_M:
            words = (
                f"点位“{sample.point}”在地块范围外约 {metres:,.0f} 米，请核对坐标；"
                "对照点不列入，背景值另行填写"
            )
            found.append(FieldError(f"samples.samples.{place}.longitude", words))
    return tuple(found[:MOST_FAULTS])


def repeated(sheet: SampleSheet) -> tuple[FieldError, ...]:
    """Return a fault for each of the first lists that name an item twice, however spelt."""
    lists = {
        "samples.detection_limits": [each.item for each in sheet.detection_limits],
        "samples.backgrounds": [each.item for each in sheet.backgrounds],
        **{
            f"samples.samples.{place}.values": [each.item for each in sample.values]
            for place, sample in enumerate(sheet.samples)
        },
    }
    found = {field: double for field, items in lists.items() if (double := _double(items))}
    faults = (
        FieldError(field, f"“{item}”填写了两次（同一项目的名称写法可以不同），请只保留一个")
        for field, item in found.items()
    )
    return tuple(faults)[:MOST_FAULTS]


def _double(items: list[str]) -> str:
    known = set[str]()
    for item in items:
        if item_key(item) in known:
            return item
        known.add(item_key(item))
    return ""
