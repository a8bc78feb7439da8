"""The real public records can be parsed, and an invalid row names its position."""

import csv
from datetime import date

import pytest

from demo.records import DATA, NOTICES, REGISTERS, register_rows, survey_notices
from demo.rows import RecordError, parse_area_m2, parse_date
from shared.vocabulary.area_problems import area_problem
from shared.vocabulary.geometry import area_m2, square_around
from shared.vocabulary.land_use import LandScheme, LandUse


def test_the_six_notices_of_jinzhong_are_read():
    notices = survey_notices()

    assert len(notices) == 6
    assert {notice.county_code for notice in notices} == {
        "140702",
        "140724",
        "140727",
        "140728",
        "140781",
    }


def test_the_notice_of_xiyang_is_read_to_its_last_field():
    xiyang = survey_notices()[0]

    assert xiyang.area_m2 == 14743.44
    assert xiyang.centre == (113.704650, 37.588351)
    assert xiyang.planned == LandUse(LandScheme.PLANNING, "0801")
    assert xiyang.surveyed_from == date(2025, 9, 2)
    assert xiyang.surveyed_to == date(2026, 1, 16)


def test_a_bare_code_of_land_use_is_not_guessed_to_be_of_a_scheme():
    pingyao = survey_notices()[5]

    assert pingyao.planned_code == "0701"
    assert pingyao.planned is None


def test_a_published_centre_can_be_drawn():
    for notice in survey_notices():
        if notice.centre:
            square = square_around(*notice.centre, notice.area_m2)

            assert area_problem(square) is None
            assert area_m2(square) == pytest.approx(notice.area_m2, rel=1e-3)


def test_registers_tell_listings_and_removals():
    rows = register_rows()

    assert sum(row.act == "移出" for row in rows) == 3
    assert sum(row.register.startswith("四川") for row in rows) == 3
    assert rows[0].area_m2 == pytest.approx(117_300)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_every_row_names_its_source(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("text", "expected_m2"),
    [
        ("14743.44 ㎡", 14743.44),
        ("14743.44平方米", 14743.44),
        ("11.73 万㎡", 117_300),
        ("62.03 亩", 41_353.33),
        ("62.03 mu", 41_353.33),
        ("7.3894 公顷", 73_894),
        ("7.3894 ha", 73_894),
    ],
)
def test_areas_are_read_in_the_units_of_notices(text, expected_m2):
    assert parse_area_m2(text) == pytest.approx(expected_m2, rel=1e-6)


@pytest.mark.parametrize("text", ["14743.44", "约 3 亩", "3 顷", "-3 亩", "", "1,000 ㎡"])
def test_an_area_without_a_known_unit_is_refused(text):
    with pytest.raises(ValueError, match="面积"):
        parse_area_m2(text)


@pytest.mark.parametrize("text", ["2026-01-16", "2026/1/16", "2026年1月16日", " 2026年01月16日 "])
def test_dates_are_read_as_chinese_documents_write_them(text):
    assert parse_date(text) == date(2026, 1, 16)


@pytest.mark.parametrize("text", ["2026-02-30", "2026年1月", "16.1.2026", "2026-1/16"])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"日期|这一天"):
        parse_date(text)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("county_code", "110101"),
        ("area", "很大"),
        ("area", ""),
        ("lon", "37.5"),
        ("lat", ""),
        ("planned_scheme", "0801"),
        ("planned_code", "0899"),
        ("survey_from", "2025-13-02"),
        ("points", "多"),
        ("source", ""),
    ],
)
def test_a_bad_notice_is_named_by_file_line_and_column(tmp_path, column, wrong):
    bad = with_cell(NOTICES, tmp_path / "bad.csv", column, wrong)

    with pytest.raises(RecordError, match=rf"bad\.csv 第2行“{column}”列"):
        survey_notices(bad)


@pytest.mark.parametrize(
    ("column", "wrong"), [("act", "取消"), ("credit_code", "91140100MA0HF4R230"), ("area", "1 顷")]
)
def test_a_bad_row_of_a_register_is_named_too(tmp_path, column, wrong):
    bad = with_cell(REGISTERS, tmp_path / "bad.csv", column, wrong)

    with pytest.raises(RecordError, match=rf"bad\.csv 第2行“{column}”列"):
        register_rows(bad)


def test_a_missing_column_is_named(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("name\n祁县汽车站地块\n", encoding="utf-8")

    with pytest.raises(RecordError, match=r"bad\.csv 第2行“county_code”列：缺少这一列"):
        survey_notices(bad)


def test_a_row_with_a_column_too_many_is_named(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("name\n祁县,汽车站地块\n", encoding="utf-8")

    with pytest.raises(RecordError, match=r"bad\.csv 第2行"):
        survey_notices(bad)


def with_cell(source, target, column, text):
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), reader.fieldnames
    rows[0][column] = text
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return target
