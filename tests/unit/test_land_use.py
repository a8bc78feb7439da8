"""The meaning of a land use, which depends on the scheme as well as on the code."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.land_use import TABLE, LandScheme, LandUse, LimitClass

PLANNING, SURVEY, GBT, OLD = LandScheme


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        *((scheme, root) for scheme in (PLANNING, SURVEY, GBT) for root in ("07", "08")),
        *((PLANNING, code) for code in ("0701", "070103", "0702", "0704", "0801", "080405")),
        *((SURVEY, code) for code in ("0702", "08H1", "08H2", "08H2A", "0809", "0810")),
        *((GBT, code) for code in ("0701", "0809", "0810")),
        *((OLD, code) for code in ("R", "R2", "R21", "A", "A33", "A5", "A9")),
    ],
)
def test_living_and_public_service_are_sensitive(scheme, code):
    """一住两公 in each scheme [code.454, code.456]."""
    assert LandUse(scheme, code).is_sensitive


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        *((PLANNING, code) for code in ("0101", "09", "1001", "11", "12", "13", "14", "16", "23")),
        (SURVEY, "0101"),
        (GBT, "02"),
        (OLD, "G1"),
    ],
)
def test_other_uses_are_not_sensitive(scheme, code):
    assert not LandUse(scheme, code).is_sensitive


def test_utilities_and_parks_are_sensitive_in_surveys_and_not_in_plans():
    """0809 and 0810 belong to 08 in the survey schemes, 13 and 14 are separate in the plan."""
    assert LandUse(SURVEY, "0809").is_sensitive
    assert LandUse(GBT, "0810").is_sensitive
    assert not LandUse(PLANNING, "13").is_sensitive
    assert not LandUse(PLANNING, "14").is_sensitive


def test_offices_need_a_survey_but_are_second_class():
    """0801 机关团体, as in the public notice of 昔阳 [GB 36600-2018]."""
    offices = LandUse(PLANNING, "0801")

    assert offices.is_sensitive
    assert offices.gb36600_class is LimitClass.SECOND


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        *((OLD, code) for code in ("R", "R1", "R21", "A33", "A5", "A6", "G1")),
        *((PLANNING, code) for code in ("07", "0702", "0806", "0807", "080403")),
    ],
)
def test_homes_schools_hospitals_and_parks_are_first_class(scheme, code):
    assert LandUse(scheme, code).gb36600_class is LimitClass.FIRST


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (PLANNING, "08"),
        (PLANNING, "14"),
        (PLANNING, "16"),
        (SURVEY, "08H2"),
        (OLD, "Z9"),
        (GBT, ""),
    ],
)
def test_an_unclear_use_takes_the_first_class(scheme, code):
    """GB 36600-2018 5.3.1."""
    assert LandUse(scheme, code).gb36600_class is LimitClass.FIRST


@pytest.mark.parametrize("code", ["1001", "100102", "09", "0901", "11", "13", "0802"])
def test_industry_and_trade_are_second_class(code):
    assert LandUse(PLANNING, code).gb36600_class is LimitClass.SECOND


@pytest.mark.parametrize("code", ["01", "0102", "02", "0201"])
def test_food_grows_on_cropland_and_orchards(code):
    for scheme in (PLANNING, SURVEY, GBT):
        assert LandUse(scheme, code).is_edible_cropland
    assert not LandUse(OLD, code).is_edible_cropland
    assert not LandUse(PLANNING, "1001").is_edible_cropland


@pytest.mark.parametrize("code", ["07", "0701", "070101", "09", "0901", "090101", "1002", "23"])
def test_coarse_and_fine_codes_are_known(code):
    assert LandUse(PLANNING, code).is_known


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (PLANNING, "0808"),
        (PLANNING, "0810"),
        (PLANNING, "070104"),
        (PLANNING, "08H1"),
        (PLANNING, "090"),
        (PLANNING, "R2"),
        (PLANNING, "7"),
        (PLANNING, ""),
        (PLANNING, " 07"),
        (SURVEY, "0801"),
        (GBT, "0811"),
        (OLD, "07"),
        (OLD, "R4"),
        (OLD, "r2"),
    ],
)
def test_a_code_of_another_scheme_or_of_none_is_not_known(scheme, code):
    assert not LandUse(scheme, code).is_known


def test_a_use_has_a_chinese_name():
    assert LandUse(PLANNING, "0701").name == "城镇住宅"
    assert LandUse(PLANNING, "070102").name == "城镇住宅"
    assert LandUse(GBT, "0803").name == "公共管理与公共服务"
    assert LandUse(OLD, "M1").name == "未知地类"


@given(st.sampled_from(LandScheme), st.text(max_size=12))
def test_a_use_nobody_knows_raises_nothing(scheme, code):
    use = LandUse(scheme, code)

    assert use.name
    assert use.gb36600_class in LimitClass
    assert isinstance(use.is_known, bool)


def test_the_table_and_the_rule_agree_on_what_is_sensitive():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        use = LandUse(LandScheme(row["scheme"]), row["code"])
        assert use.is_known
        assert use.is_sensitive == (row["sensitive"] == "yes"), row
        assert row["mark"] in ("V", "R-h")
        assert row["source"]
