"""Field types common to many messages, with titles, examples and checks."""

from datetime import date
from typing import Annotated, Any

from shared.messages.declare import (
    Between,
    Check,
    CheckWithReason,
    Example,
    Length,
    OneLine,
    Spelling,
    Title,
)
from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.cells import size_problem
from shared.vocabulary.geojson import plain_area
from shared.vocabulary.identifiers import (
    code_form,
    is_county,
    is_credit_code,
    is_division,
    is_parcel_code,
    is_permit_number,
    is_plot_code,
    plot_form,
)
from shared.vocabulary.identity_numbers import IdentifierKind, identifier_fault, identifier_form
from shared.vocabulary.land_use import LandUse

EXAMPLE_AREA = {
    "type": "Polygon",
    "coordinates": [
        [
            [112.176, 37.189],
            [112.178, 37.189],
            [112.178, 37.191],
            [112.176, 37.191],
            [112.176, 37.189],
        ]
    ],
}


def area_fault(area: dict[str, Any]) -> str | None:
    """Return in Chinese what is wrong with an area, or None."""
    return area_problem(area) or size_problem(area)


PlotCode = Annotated[
    str,
    Title("地块编码", "plot code"),
    Example("140728-0007"),
    Spelling(plot_form),
    Check(is_plot_code, "不是有效的地块编码：前六位应为本市县级区划代码，如 140728-0007"),
]
ParcelCode = Annotated[
    str,
    Title("宗地代码", "parcel code"),
    Example("140728001001GB00012"),
    Spelling(code_form),
    Check(is_parcel_code, "不是有效的宗地代码：共 19 位，前六位为县级区划代码"),
]
County = Annotated[
    str,
    Title("行政区划代码", "county code"),
    Example("140728"),
    Spelling(code_form),
    Check(is_county, "不是本市的县级行政区划代码，如 140728（平遥县）"),
]
Division = Annotated[
    str,
    Title("行政区划代码", "division code"),
    Example("140728"),
    Spelling(code_form),
    Check(is_division, "不是本市的行政区划代码，如 140700（晋中市）、140728（平遥县）"),
]
OfficeDivision = Annotated[
    Division | None,
    Title("办理机关所在区划", "division of the office that handles it, if not the county's"),
    Example("140728"),
]
CreditCode = Annotated[
    str,
    Title("统一社会信用代码", "unified social credit code"),
    Example("91140100MA0HF4R239"),
    Spelling(code_form),
    Check(is_credit_code, "不是有效的统一社会信用代码（18 位，含校验位），请核对"),
]
PermitNumber = Annotated[
    str,
    Title("排污许可证编号", "discharge permit number"),
    Example("91140100MA0HF4R239001P"),
    Spelling(code_form),
    Check(is_permit_number, "不是有效的排污许可证编号（统一社会信用代码加三位顺序号加一位字母）"),
]
Area = Annotated[
    dict[str, Any],
    Title("四至范围", "area, GeoJSON in EPSG:4490"),
    Example(EXAMPLE_AREA),
    Spelling(plain_area),
    CheckWithReason(area_fault),
]
SquareMetres = Annotated[
    float, Title("面积（平方米）", "area in square metres"), Example(39416.0), Between(0.01, 1e9)
]
Sha256 = Annotated[
    str,
    Title("文件指纹", "SHA-256 of the file, hexadecimal"),
    Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    Check(
        lambda text: len(text) == 64 and set(text) <= set("0123456789abcdef"),
        "应为 64 位十六进制小写",
    ),
]
LandUseField = Annotated[
    LandUse,
    Example({"scheme": "planning-2023", "code": "0701"}),
    Check(lambda use: use.is_known, "该分类中没有这个用地代码"),
]
Day = Annotated[date, Example("2026-10-08")]
LongText = Annotated[str, Length(1, 2000)]
Name = Annotated[str, OneLine(), Length(1, 200)]
Id = Annotated[str, OneLine(), Length(1, 64), Example("01960000-0000-7000-8000-000000000001")]
Identifier = Annotated[str, OneLine(), Spelling(identifier_form), Length(1, 200)]
IdentifierKindGiven = Annotated[
    IdentifierKind | None, Title("证件种类", "kind of the number"), Example("其他")
]


def fault_of_identifier(part: Any) -> tuple[str, str] | None:
    """Return the fault of a part's `identifier`, by its `identifier_kind`."""
    found = identifier_fault(part.identifier, part.identifier_kind)
    return None if found is None else ("identifier", found)


def fault_of_organization(part: Any) -> tuple[str, str] | None:
    """Return the fault of a part's `organization_code`, by its `identifier_kind`."""
    found = identifier_fault(part.organization_code, part.identifier_kind)
    return None if found is None else ("organization_code", found)
