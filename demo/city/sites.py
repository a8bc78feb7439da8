"""Fictional industrial sites in grids around the county seats, without overlap."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from demo.city.random_source import RandomSource
from shared.vocabulary import check_sign, divisions, square_around

# Fictional, with more weight for coking and casting counties; the default is 1.
WEIGHTS = {
    "140702": 14.0,
    "140703": 10.0,
    "140721": 2.0,
    "140722": 5.0,
    "140723": 4.0,
    "140724": 5.0,
    "140725": 7.0,
    "140727": 9.0,
    "140728": 13.0,
    "140729": 15.0,
    "140781": 16.0,
}
INDUSTRIES = ("焦化", "铸造", "化工", "电镀", "制革", "洗煤", "玻璃器皿", "农药", "炼铁", "机械")
SPREAD_M = 12_000.0
CELL_M = 500.0
SHORTEST_SIDE_M = 40.0
M_PER_DEGREE = 111_000.0


@dataclass(frozen=True, slots=True)
class IndustrialSite:
    """A plot, its parcel and the company that uses it."""

    number: int
    county: str
    plot_code: str
    parcel_code: str
    permit_number: str
    company: str
    credit_code: str
    industry: str
    area: dict[str, object]
    area_m2: float


@dataclass(frozen=True, slots=True)
class _County:
    code: str
    seat: tuple[float, float]
    per_side: int
    cell_m: float


@dataclass(frozen=True, slots=True)
class _Company:
    name: str
    credit_code: str
    industry: str
    sites: int


def sites(dice: RandomSource, plots: int) -> Iterator[IndustrialSite]:
    """Yield `plots` random sites, numbered from 1."""
    counties = _counties(plots)
    serials = dict.fromkeys((county.code for county, _ in counties), 0)
    companies: dict[str, _Company] = {}
    for number in range(1, plots + 1):
        county = dice.weighted(counties)
        serials[county.code] += 1
        company = _company(dice, county.code, number, companies.get(county.code))
        companies[county.code] = company
        yield _site(dice, number, county, serials[county.code], company)


def credit_code(county: str, number: int) -> str:
    """Return a fictional credit code with valid check digits [GB 32100-2015, GB 11714-1997]."""
    organisation = f"MA{number:06d}"
    body = f"91{county}{organisation}{_organisation_check(organisation)}"
    return f"{body}{check_sign(body)}"


def _counties(plots: int) -> list[tuple[_County, float]]:
    seats = {d.code: d.seat for d in divisions().values() if d.seat and not d.is_city}
    weights = {code: WEIGHTS.get(code, 1.0) for code in seats}
    whole = sum(weights.values())
    return [
        (_county(code, seat, plots * weights[code] / whole), weights[code])
        for code, seat in seats.items()
    ]


def _county(code: str, seat: tuple[float, float], expected: float) -> _County:
    """Return the county with a square grid around its seat, larger than the expected sites need."""
    per_side = math.ceil(math.sqrt(expected * 1.2 + 40))
    return _County(code, seat, per_side, min(CELL_M, SPREAD_M / per_side))


def _company(dice: RandomSource, county: str, number: int, last: _Company | None) -> _Company:
    """Return a new company, or the county's last one with another site."""
    if last and dice.chance(0.08):
        return _Company(last.name, last.credit_code, last.industry, last.sites + 1)
    industry = dice.pick(INDUSTRIES)
    return _Company(f"某某{number}号{industry}厂", credit_code(county, number), industry, 1)


def _site(
    dice: RandomSource, number: int, county: _County, serial: int, company: _Company
) -> IndustrialSite:
    row, column = divmod(serial % county.per_side**2, county.per_side)
    area_m2 = round(_side_m(dice, county.cell_m) ** 2, 2)
    return IndustrialSite(
        number=number,
        county=county.code,
        plot_code=f"{county.code}-{serial:05d}",
        parcel_code=f"{county.code}{row % 999 + 1:03d}{column % 999 + 1:03d}GB{serial:05d}",
        permit_number=f"{company.credit_code}{company.sites:03d}P",
        company=company.name,
        credit_code=company.credit_code,
        industry=company.industry,
        area=_area(county, row, column, area_m2),
        area_m2=area_m2,
    )


def _side_m(dice: RandomSource, cell_m: float) -> float:
    """Draw the side of a site in metres; small ones are more frequent than large ones."""
    shortest = min(SHORTEST_SIDE_M, cell_m / 4)
    return shortest + (cell_m * 0.8 - shortest) * dice.between(0, 1) ** 2


def _area(county: _County, row: int, column: int, area_m2: float) -> dict[str, object]:
    lon, lat = county.seat
    north_m = (row - county.per_side / 2) * county.cell_m
    east_m = (column - county.per_side / 2) * county.cell_m
    m_per_lon = M_PER_DEGREE * math.cos(math.radians(lat))
    return square_around(
        round(lon + east_m / m_per_lon, 6), round(lat + north_m / M_PER_DEGREE, 6), area_m2
    )


def _organisation_check(organisation: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c, 36) * w for c, w in zip(organisation, weights, strict=True))
    return "0123456789X0"[11 - total % 11]
