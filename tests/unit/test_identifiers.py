"""Identifiers are accepted only in their canonical form, and no check ever raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from shared.errors import SettingsError
from shared.vocabulary.divisions import divisions
from shared.vocabulary.identifiers import (
    county_of,
    division_name,
    is_county,
    is_credit_code,
    is_division,
    is_parcel_code,
    is_permit_number,
    is_plot_code,
    permit_holder,
)

CREDIT_CODE = "91140100MA0HF4R239"
PERMIT = "91130200699229617X001P"
CHECKS = [is_credit_code, is_permit_number, is_division, is_county, is_plot_code, is_parcel_code]


@pytest.mark.parametrize("code", [CREDIT_CODE, "91130200699229617X"])
def test_real_credit_codes_are_accepted(code):
    assert is_credit_code(code)


@pytest.mark.parametrize("position", range(18))
def test_a_credit_code_with_one_wrong_character_is_refused(position):
    """The check character detects every single error [GB 32100-2015]."""
    right = CREDIT_CODE[position]
    for wrong in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        code = CREDIT_CODE[:position] + wrong + CREDIT_CODE[position + 1 :]

        assert is_credit_code(code) == (wrong == right)


@pytest.mark.parametrize(
    "code",
    [
        CREDIT_CODE.lower(),
        f" {CREDIT_CODE}",
        f"{CREDIT_CODE}\n",
        "91 140100 MA0HF4R239",
        CREDIT_CODE.replace("9", "９", 1),
        CREDIT_CODE[:-1],
        "",
    ],
)
def test_a_credit_code_has_one_spelling(code):
    assert not is_credit_code(code)


def test_a_permit_number_is_a_credit_code_with_a_serial_and_a_letter():
    """The example is from HJ 608-2017."""
    assert is_permit_number(PERMIT)
    assert is_credit_code(permit_holder(PERMIT))


@pytest.mark.parametrize(
    "number",
    [
        PERMIT[:17] + "Y001P",
        PERMIT[:-1],
        f"{PERMIT}P",
        f"{PERMIT[:18]}0A1P",
        f"{PERMIT[:-1]}p",
        "H9140728000000000001P",
        "",
    ],
    ids=["check character", "short", "long", "serial", "lower case", "no holder", "empty"],
)
def test_a_wrong_permit_number_is_refused(number):
    assert not is_permit_number(number)


def test_all_eleven_counties_the_zone_the_city_and_former_taigu_are_divisions():
    assert sum(is_county(code) for code in divisions()) == 13
    assert division_name("140771") == "晋中开发区"
    assert is_division("140700")
    assert is_division("140726")
    assert division_name("140728") == "平遥县"


def test_codes_of_land_begin_with_a_county_and_never_with_a_zone():
    """Land of a development zone keeps the six digits of the county in which it lies."""
    assert is_plot_code("140702-0007")
    assert not is_plot_code("140771-0007")


def test_the_city_is_no_county():
    assert not is_county("140700")


@pytest.mark.parametrize("code", ["110101", "140704", "14072", "1407281", "", "平遥县"])
def test_a_code_of_elsewhere_is_no_division(code):
    assert not is_division(code)


@pytest.mark.parametrize("code", ["140728-0007", "1407281250001", "140726-A1", "140781-焦"])
def test_of_a_plot_code_only_the_county_is_checked(code):
    assert is_plot_code(code) == code.isascii()


@pytest.mark.parametrize(
    "code", ["140700-0007", "110101-0007", "140728", "140728-", "140728.1", "140728" + "0" * 27]
)
def test_a_plot_code_without_a_county_or_with_odd_characters_is_refused(code):
    assert not is_plot_code(code)


def test_a_parcel_code_begins_with_a_county():
    assert is_parcel_code("140728001002GB00007")
    assert county_of("140728001002GB00007") == "140728"


@pytest.mark.parametrize(
    "code",
    ["110101001002GB00007", "140728001002G100007", "140728001002GB0007", "140728001002gb00007"],
)
def test_a_wrong_parcel_code_is_refused(code):
    assert not is_parcel_code(code)


@given(st.text(max_size=40))
def test_no_check_raises_whatever_the_text(text):
    for check in CHECKS:
        assert check(text) in (True, False)


@given(st.from_regex(r"[1-9]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True))
def test_every_body_has_exactly_one_check_character(body):
    right = uscc.calc_check_digit(body)

    accepted = [c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + c)]

    assert accepted == [right]


def test_another_city_brings_its_own_table(tmp_path, configure):
    table = tmp_path / "taiyuan.csv"
    table.write_text("code,name_zh\n140100,太原市\n140109,万柏林区\n", encoding="utf-8")
    configure(divisions=str(table))

    assert division_name("140109") == "万柏林区"
    assert is_plot_code("140109-1")
    assert not is_division("140728")


@pytest.mark.parametrize(
    "text", ["", "code,name_zh\n", "code,name_zh\n1401,太原市\n", "a,b\n1,2\n"]
)
def test_a_table_that_cannot_be_used_is_named(tmp_path, configure, text):
    table = tmp_path / "bad.csv"
    table.write_text(text, encoding="utf-8")
    configure(divisions=str(table))

    with pytest.raises(SettingsError, match=r"LIANDONG_DIVISIONS.*bad\.csv"):
        is_division("140728")
