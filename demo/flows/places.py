"""Plots of the demo, derived from real public records, with a list of their fictional parts."""

from dataclasses import dataclass, field
from datetime import date

from demo.city.sites import credit_code
from demo.client import Json
from demo.records import RegisterRow, SurveyNotice, register_rows, survey_notices
from shared.clock import system_clock
from shared.handling import LEGAL_ZONE
from shared.vocabulary import division_name, divisions, square_around

SQUARE_METRES_KEPT = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A plot and its parcel; `made_up` lists the data that are in no record."""

    name: str
    county: str
    centre: tuple[float, float]
    area_m2: float
    number: int
    record: str
    made_up: tuple[str, ...] = field(default=())

    @property
    def area(self) -> Json:
        """A square around the centre with the recorded area."""
        return square_around(*self.centre, self.area_m2)

    @property
    def plot_code(self) -> str:
        """A fictional code: county and number."""
        return f"{self.county}-{self.number:04d}"

    @property
    def parcel_code(self) -> str:
        """A fictional code: county, cadastral district and number."""
        return f"{self.county}001001GB{self.number:05d}"

    @property
    def holder_code(self) -> str:
        """A fictional credit code with valid check digits."""
        return credit_code(self.county, self.number)

    @property
    def permit_number(self) -> str:
        """A fictional number: the holder's first permit."""
        return f"{self.holder_code}001P"

    def plot(self) -> Json:
        """Return the body that records the plot."""
        return {
            "plot_code": self.plot_code,
            "name": self.name,
            "county": self.county,
            "area": self.area,
            "area_m2": self.area_m2,
        }

    def parcel(self, holder: str, use: str, planned: str) -> Json:
        """Return the body that registers the parcel."""
        return {
            "parcel_code": self.parcel_code,
            "county": self.county,
            "area": self.area,
            "holder": holder,
            "use": planning_use(use),
            "planned_use": planning_use(planned),
        }

    def application(self, procedure: str, wanted: str) -> Json:
        """Return the body that applies for a land procedure."""
        return {
            "parcel_code": self.parcel_code,
            "procedure": procedure,
            "applicant": "某某申请单位",
            "wanted_use": planning_use(wanted),
        }


def planning_use(code: str) -> Json:
    """Return a land use of the planning scheme as JSON."""
    return {"scheme": "planning-2023", "code": code}


def today() -> str:
    """Return today's date in the legal time zone, as an ISO date."""
    return _legal_day().isoformat()


def from_notice(word: str, number: int) -> Place:
    """Return the place of the notice whose name contains a word; the centre may be fictional."""
    notice = next(survey_notice for survey_notice in survey_notices() if word in survey_notice.name)
    made_up = [f"{notice.name}：四至（按公示面积画的正方形）、地块编码、宗地代码"]
    if notice.centre is None:
        seat = division_name(notice.county_code)
        made_up.append(f"{notice.name}：公示没有坐标，中心点取{seat}政府驻地")
    return Place(
        name=notice.name,
        county=notice.county_code,
        centre=notice.centre or _seat(notice.county_code),
        area_m2=round(notice.area_m2, SQUARE_METRES_KEPT),
        number=number,
        record=_cited(notice),
        made_up=tuple(made_up),
    )


def listed_row() -> RegisterRow:
    """Return the row of a real register that names most pollutants."""
    return max(register_rows(), key=lambda row: len(row.pollutants))


def from_register(row: RegisterRow, county: str, number: int) -> Place:
    """Return a fictional plot in a county of this city, with a real row's area."""
    return Place(
        name="某某焦化厂地块",
        county=county,
        centre=_seat(county),
        area_m2=round(row.area_m2 or 10_000.0, SQUARE_METRES_KEPT),
        number=number,
        record=f"{row.register}：{row.plot_name}（面积、污染物）；{row.source}",
        made_up=(
            f"本市名录未公开：地块“某某焦化厂地块”为虚构，置于{division_name(county)}政府驻地，"
            "面积和污染物取自上述真实名录行",
            "四至（正方形）、地块编码、宗地代码、省级文号、申请单位",
        ),
    )


def _cited(notice: SurveyNotice) -> str:
    planned = notice.planned_use or notice.planned_code or "未载明规划用途"
    return f"{notice.name}，{notice.area_m2:,.2f} ㎡，{planned}；{notice.source}"


def _seat(county: str) -> tuple[float, float]:
    seat = divisions()[county].seat
    if seat is None:
        raise ValueError(f"no seat is known for {county}")
    return seat


def _legal_day() -> date:
    return system_clock().astimezone(LEGAL_ZONE).date()
