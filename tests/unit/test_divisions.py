"""Divisions: current and abolished ones, and the successors of abolished ones."""

from datetime import date

import pytest

from shared.errors import SettingsError
from shared.vocabulary.divisions import (
    DivisionKind,
    city_code,
    county_now,
    current,
    divisions,
    is_competent_for,
    is_in_force,
    office_division,
    place_of,
)

HEAD = "code,name_zh,seat_lon,seat_lat,zone,until,successor,source\n"


@pytest.mark.parametrize(
    ("code", "day", "stood"),
    [
        ("140726", date(2019, 12, 31), True),
        ("140726", date(2020, 1, 1), False),
        ("140703", date(2026, 1, 1), True),
    ],
)
def test_a_county_stands_until_the_end_of_its_last_year(code, day, stood):
    """太谷县 became 太谷区 in 2019 [GB/T 2260]."""
    assert is_in_force(code, day) is stood


def test_the_ground_of_a_former_county_is_that_of_its_successor():
    assert current("140726") == "140703"
    assert county_now("140726-0007") == county_now("140703-0007") == "140703"
    assert county_now("140728001001GB00012") == "140728"


def test_a_code_of_another_city_stays_what_it_is():
    assert current("110101") == "110101"


@pytest.mark.parametrize(
    "row",
    [
        "140726,太谷县,,,,2019-11,140703,x",
        "140726,太谷县,,,,2019,140799,x",
        "140726,太谷县,,,,,140728,x",
    ],
    ids=["no year", "unknown successor", "a successor and no last year"],
)
def test_a_table_that_contradicts_itself_is_refused_by_name(tmp_path, configure, row):
    table = tmp_path / "divisions.csv"
    table.write_text(HEAD + "140728,平遥县,,,,,,x\n" + row + "\n", encoding="utf-8")
    configure(divisions=str(table))

    with pytest.raises(SettingsError, match=r"divisions\.csv"):
        divisions()


def test_a_table_without_the_new_column_still_serves(tmp_path, configure):
    table = tmp_path / "divisions.csv"
    table.write_text("code,name_zh,until\n140728,平遥县,\n", encoding="utf-8")
    configure(divisions=str(table))

    assert divisions()["140728"].successor == ""


def test_the_table_tells_city_county_and_zone():
    kinds = {code: division.kind for code, division in divisions().items()}

    assert city_code() == "140700"
    assert [code for code, kind in kinds.items() if kind is DivisionKind.ZONE] == ["140771"]
    assert sum(kind is DivisionKind.COUNTY for kind in kinds.values()) == 12


@pytest.mark.parametrize(
    ("division", "code", "competent"),
    [
        ("140702", "140702-0007", True),
        ("140771", "140702-0007", True),  # the zone lies within 榆次区
        ("140771", "140728-0007", False),
        ("140728", "140702-0007", False),
        ("140703", "140726-0007", True),  # 太谷县 became 太谷区
        ("140726", "140703-0007", True),
        ("110101", "140702-0007", False),
    ],
)
def test_a_zone_is_competent_for_land_of_its_counties_alone(division, code, competent):
    assert is_competent_for(division, code) is competent


def test_a_contradicting_county_gives_way_to_the_code():
    assert place_of("140771", "140702-0007") == "140771"
    assert place_of("140728", "140702-0007") == "140702"


def test_an_event_names_the_office_only_if_it_is_not_that_of_the_county():
    assert office_division("140728", "140728") is None
    assert office_division("", "140728") is None
    assert office_division("140700", "140728") == "140700"


COLUMNS = "code,name_zh,kind,within,since,until\n"


@pytest.mark.parametrize(
    "row",
    [
        "140771,某某开发区,zone,140799,,",
        "140771,某某开发区,zone,,,",
        "140727,祁县,county,140728,,",
        "140771,某某开发区,park,140728,,",
        "140771,某某开发区,zone,140728,2026-01,",
    ],
    ids=["within nowhere", "a zone without county", "a county within", "no such kind", "no year"],
)
def test_a_zone_that_lies_nowhere_is_refused_by_name(tmp_path, configure, row):
    table = tmp_path / "divisions.csv"
    table.write_text(COLUMNS + "140728,平遥县,county,,,\n" + row + "\n", encoding="utf-8")
    configure(divisions=str(table))

    with pytest.raises(SettingsError, match=r"divisions\.csv"):
        divisions()


def test_a_zone_stands_from_its_first_year(tmp_path, configure):
    table = tmp_path / "divisions.csv"
    rows = "140728,平遥县,county,,,\n140771,某某开发区,zone,140728,2024,\n"
    table.write_text(COLUMNS + rows, encoding="utf-8")
    configure(divisions=str(table))

    assert not is_in_force("140771", date(2023, 12, 31))
    assert is_in_force("140771", date(2024, 1, 1))
