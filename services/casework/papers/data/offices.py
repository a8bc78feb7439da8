"""How organs are called on paper, by department and division of the case.

A bureau has its own name in its seal; these are the usual ones, and stand in one place.
"""

from shared.catalog import load_service
from shared.vocabulary import divisions

CITY_CODE = "{}00"
BRANCHED = ("environment",)
"""Departments whose offices in the counties are branches of the city's bureau [code.53]."""


def office_of(department: str, county: str) -> str:
    """Name the office of a department for a county."""
    title = load_service(department).title
    place, city = _name(county), _name(CITY_CODE.format(county[:4]))
    if not place or place == city:
        return f"{city}{title}"
    return f"{city}{title}{place}分局" if department in BRANCHED else f"{place}{title}"


def procuratorate_of(county: str) -> str:
    """Name the procuratorate of the same level."""
    return f"{_name(county)}人民检察院"


def _name(code: str) -> str:
    known = divisions().get(code)
    return known.name if known else ""
