"""Divisions: current and abolished ones, and the successors of abolished ones."""

from datetime import date

import pytest

from shared.errors import SettingsError
from shared.vocabulary.divisions import county_now, current, divisions, is_in_force

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
