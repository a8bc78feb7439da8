"""A schema is derived from the class, and every fault is reported in Chinese."""

from datetime import UTC, datetime
from typing import Annotated

import pytest
from kit_given import Reason, Sample, SealWell, WellSealed

from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.messages.declare import Length, command, event, meta_of
from shared.messages.schema import schema_of

GOOD = {"well_code": "J-7", "reason": "cadmium"}


def faults(cls, wire) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as refused:
        contract_of(cls).load(wire)
    return {fault.field: fault.message for fault in refused.value.faults}


def test_a_good_command_is_loaded_with_its_defaults():
    loaded = contract_of(SealWell).load(GOOD)

    assert loaded == SealWell("J-7", Reason.CADMIUM)


def test_every_wrong_field_is_named_at_once():
    wrong = {"well_code": "K-7", "reason": "wet", "depth_m": 501, "owners": 1.5, "colour": "蓝"}

    assert faults(SealWell, wrong) == {
        "well_code": "应以 J 开头",
        "reason": "应为下列之一：cadmium, dry",
        "depth_m": "应在 1 至 500 之间",
        "owners": "应为整数",
        "colour": "没有这个字段",
    }


def test_what_is_missing_is_named():
    assert faults(SealWell, {}) == {"well_code": "必填，未提供", "reason": "必填，未提供"}


def test_a_fault_deep_inside_is_named_by_its_path():
    sample = {"substance": "", "mg_per_kg": "多"}

    found = faults(SealWell, {**GOOD, "samples": [{"substance": "镉", "mg_per_kg": 1}, sample]})

    assert found == {
        "samples.1.substance": "长度应在 1 至 20 之间",
        "samples.1.mg_per_kg": "应为数字",
    }


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("well_code", 7, "应为文字"),
        ("well_code", None, "不能为空"),
        ("owners", True, "应为整数"),
        ("owners", "5", "应为整数"),
        ("owners", 5.5, "应为整数"),
        ("owners", 2**63, "整数过大：须在 64 位整数的范围内"),
        ("owners", -(2.0**64), "整数过大：须在 64 位整数的范围内"),
        ("depth_m", True, "应为数字"),
        ("depth_m", "80", "应为数字"),
        ("samples", {"镉": 1}, "应为列表"),
        ("at", "0001-01-01T00:00:00+14:00", "应在 1900 至 2200 年之间，请核对年份"),
        ("at", "9999-12-31T23:59:59-14:00", "应在 1900 至 2200 年之间，请核对年份"),
        ("at", "2201-01-01T00:00:00Z", "应在 1900 至 2200 年之间，请核对年份"),
        ("at", "2026-10-08 09:00:00Z", "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),
        ("at", "2026-10-08T24:00:00Z", "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),
        ("at", 1759885200, "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),
        ("public", "yes", "应为 true 或 false"),
        ("public", 1, "应为 true 或 false"),
        ("depth_m", float("nan"), "不是有效的数值"),
        ("depth_m", float("inf"), "不是有效的数值"),
        ("samples", "镉", "应为列表"),
        ("samples", [7], "应是一个对象"),
        ("at", "2026-10-08T09:00:00", "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),
        ("at", "昨天", "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_in_chinese(field, wrong, words):
    found = faults(SealWell, {**GOOD, field: wrong})

    assert list(found.values()) == [words]
    assert next(iter(found)).startswith(field)


@pytest.mark.parametrize(
    "wrong",
    ["2026-02-30", "20261008", "2026-W41-4", "2026-10-08T00:00:00Z", "２０２６-10-08", 20261008],
)
def test_a_date_that_is_none_or_is_spelt_otherwise_is_refused(wrong):
    found = faults(WellSealed, {"well_code": "J-7", "sealed_on": wrong})

    assert found == {"sealed_on": "应为日期，如 2026-10-08"}


@pytest.mark.parametrize("wrong", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_date_too_far_away_is_refused_in_words_of_its_own(wrong):
    found = faults(WellSealed, {"well_code": "J-7", "sealed_on": wrong})

    assert found == {"sealed_on": "应在 1900 至 2200 年之间，请核对年份"}


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_the_years_at_the_ends_are_taken(day):
    assert contract_of(WellSealed).load({"well_code": "J-7", "sealed_on": day})
    for zone in ("+14:00", "-14:00", "z"):
        assert contract_of(SealWell).load({**GOOD, "at": f"{day}t00:00:00.5{zone}"}).at


def test_a_whole_number_with_a_point_is_whole():
    """JSON Schema defines it so, as do parsers with a single number type."""
    assert type(contract_of(SealWell).load({**GOOD, "owners": 5.0}).owners) is int


def test_an_instant_is_kept_in_utc():
    loaded = contract_of(SealWell).load({**GOOD, "at": "2026-10-08T09:00:00+08:00"})

    assert loaded.at == datetime(2026, 10, 8, 1, tzinfo=UTC)
    assert loaded.at.tzinfo is UTC


def test_a_list_on_the_wire_is_a_tuple_in_code():
    loaded = contract_of(SealWell).load(
        {**GOOD, "samples": [{"substance": "镉", "mg_per_kg": 20.5}]}
    )

    assert loaded.samples == (Sample("镉", 20.5),)


def test_an_event_with_an_unknown_field_is_still_read():
    newer = {"well_code": "J-7", "sealed_on": "2026-10-08", "sealed_by": "水务局"}

    assert contract_of(WellSealed).load(newer).well_code == "J-7"


def test_a_null_is_taken_only_where_the_contract_says_so():
    assert contract_of(SealWell).load({**GOOD, "remark": None}).remark is None


@pytest.mark.parametrize("hint", [set[str], str | int, bytes, object])
def test_a_type_that_no_contract_can_carry_is_refused_at_once(hint):
    @command("错误的命令")
    class Odd:
        field: hint

    with pytest.raises(TypeError):
        schema_of(Odd)


def test_an_event_must_have_the_field_that_names_its_subject():
    with pytest.raises(TypeError, match="well_number"):

        @event("well.lost", title="水井丢失", subject="well_number")
        class WellLost:
            well_code: str


def test_what_is_no_message_has_no_meta():
    with pytest.raises(TypeError, match="not a message"):
        meta_of("J-7")


def test_an_empty_text_can_be_refused_by_its_length():
    @command("备注")
    class Remark:
        text: Annotated[str, Length(1, 5)]

    assert faults(Remark, {"text": "一二三四五六"}) == {"text": "长度应在 1 至 5 之间"}


def test_a_misspelt_field_within_a_part_is_refused_where_a_person_fills_it_in():
    """The reader of an event ignores it, because fields can be added."""
    part = {"substance": "镉", "mg_per_kg": 3.0, "mg_per_kgg": 3.0}

    strict = schema_of(SealWell, strict=True).validate({"samples": [part]})
    lenient = schema_of(SealWell).validate({"samples": [part]})

    assert strict["samples"] == {0: {"mg_per_kgg": ["没有这个字段"]}}
    assert "samples" not in lenient
