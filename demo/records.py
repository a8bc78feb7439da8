"""The real public records of `data/` as typed rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo.rows import RecordRow, parse_area_m2, parse_date, rows
from shared.vocabulary import LAT_RANGE, LON_RANGE, LandScheme, LandUse, is_county, is_credit_code

DATA = Path(__file__).parent.parent / "data"
NOTICES = DATA / "jinzhong_notices.csv"
REGISTERS = DATA / "registers.csv"
ACTS = ("列入", "移出")


@dataclass(frozen=True, slots=True)
class SurveyNotice:
    """A public notice of a soil survey; missing data are empty or None."""

    name: str
    county_code: str
    address: str
    area_m2: float
    centre: tuple[float, float] | None
    former_use: str
    planned_use: str
    planned: LandUse | None
    planned_code: str
    stage: str
    surveyed_from: date | None
    surveyed_to: date | None
    published_from: date | None
    published_to: date | None
    points: int | None
    soil_items: int | None
    conclusion: str
    groundwater_exceeded: tuple[str, ...]
    holder_kind: str
    remark: str
    source: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An act on a register of polluted plots: a plot listed (列入) or removed (移出)."""

    register: str
    act: str
    plot_name: str
    place: str
    area_m2: float | None
    pollutants: tuple[str, ...]
    progress: str
    centre: tuple[float, float] | None
    responsible: str
    credit_code: str | None
    document: str
    acted_on: date | None
    remark: str
    source: str


def survey_notices(path: Path = NOTICES) -> tuple[SurveyNotice, ...]:
    """Read the survey notices; raises `RecordError` at the first bad row."""
    return tuple(_notice(row) for row in rows(path))


def register_rows(path: Path = REGISTERS) -> tuple[RegisterRow, ...]:
    """Read the acts on registers; raises `RecordError` at the first bad row."""
    return tuple(_register_row(row) for row in rows(path))


def _notice(row: RecordRow) -> SurveyNotice:
    return SurveyNotice(
        name=row.must("name", str),
        county_code=row.must("county_code", _checked(is_county, "不是本市的县（区、市）代码")),
        address=row.text("address"),
        area_m2=row.must("area", parse_area_m2),
        centre=_centre(row),
        former_use=row.text("former_use"),
        planned_use=row.text("planned_use"),
        planned=_planned(row),
        planned_code=row.text("planned_code"),
        stage=row.text("stage"),
        surveyed_from=row.may("survey_from", parse_date),
        surveyed_to=row.may("survey_to", parse_date),
        published_from=row.may("published_from", parse_date),
        published_to=row.may("published_to", parse_date),
        points=row.may("points", int),
        soil_items=row.may("soil_items", int),
        conclusion=row.text("conclusion"),
        groundwater_exceeded=row.several("groundwater_exceeded"),
        holder_kind=row.text("holder_kind"),
        remark=row.text("remark"),
        source=row.must("source", str),
    )


def _register_row(row: RecordRow) -> RegisterRow:
    return RegisterRow(
        register=row.must("register", str),
        act=row.must("act", _one_of(ACTS)),
        plot_name=row.must("plot_name", str),
        place=row.text("place"),
        area_m2=row.may("area", parse_area_m2),
        pollutants=row.several("pollutants"),
        progress=row.text("progress"),
        centre=_centre(row),
        responsible=row.text("responsible"),
        credit_code=row.may("credit_code", _checked(is_credit_code, "校验码不符")),
        document=row.text("document"),
        acted_on=row.may("acted_on", parse_date),
        remark=row.text("remark"),
        source=row.must("source", str),
    )


def _planned(row: RecordRow) -> LandUse | None:
    """Return the planned use if the notice names the scheme; a code alone is ambiguous."""
    scheme = row.may("planned_scheme", LandScheme)
    if scheme is None:
        return None
    use = LandUse(scheme, row.must("planned_code", str))
    if not use.is_known:
        raise row.error("planned_code", f"{scheme} 中没有“{use.code}”")
    return use


def _centre(row: RecordRow) -> tuple[float, float] | None:
    lon = row.may("lon", _degrees(LON_RANGE))
    lat = row.may("lat", _degrees(LAT_RANGE))
    if (lon is None) != (lat is None):
        raise row.error("lat" if lat is None else "lon", "经度和纬度必须同时填写")
    return None if lon is None or lat is None else (lon, lat)


def _degrees(limits: tuple[float, float]) -> Callable[[str], float]:
    low, high = limits

    def parse(text: str) -> float:
        degrees = float(text)
        if not low <= degrees <= high:
            raise ValueError(f"应在 {low:g} 至 {high:g} 度之间")
        return degrees

    return parse


def _checked(check: Callable[[str], bool], problem: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not check(text):
            raise ValueError(problem)
        return text

    return parse


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    return _checked(lambda text: text in words, f"只能是 {'、'.join(words)}")
