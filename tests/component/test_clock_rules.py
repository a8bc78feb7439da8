"""Rules are data: errors in them are named, and a city may set what no law sets."""

from pathlib import Path

import pytest

from services.coordination.clocks.errors import RuleError
from services.coordination.clocks.rulebook.book import FOLDER, compose, rulebook
from services.coordination.clocks.rulebook.document import TARGET, rules_page
from services.law.citations import read_citation
from shared.calendar import Period, Unit
from shared.catalog.catalog import events
from shared.messages.declare import Classification, meta_of

CASE_RULES = {f"C{number}" for number in range(1, 23)}
DETENTION_RULES = {f"A{number}" for number in range(1, 10)}


def folder_with(tmp_path: Path, **changes: tuple[str, str]) -> Path:
    for path in FOLDER.glob("*.toml"):
        text = path.read_text()
        if (change := changes.get(path.stem)) is not None:
            assert change[0] in text
            text = text.replace(*change, 1)
        (tmp_path / path.name).write_text(text)
    return tmp_path


def settings_with(tmp_path: Path, text: str) -> Path:
    made = tmp_path / "city.toml"
    made.write_text(text)
    return made


def test_every_row_of_the_two_procedures_has_a_rule_or_says_why_not():
    book = rulebook()

    assert set(book.rules) >= CASE_RULES
    assert set(book.rules) | {row.id for row in book.without_clock} >= DETENTION_RULES


def test_no_rule_waits_for_what_the_office_may_not_hear():
    restricted = {
        meta_of(kind).type.removeprefix("cn.liandong.")
        for kind in events()
        if meta_of(kind).classification is Classification.RESTRICTED
    }

    assert not restricted & set(rulebook().mappings)


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("reactions", ("length = 5", "length = -5"), "parcel.*负数"),
        ("reactions", ('unit = "working_day"', 'unit = "year"'), "parcel.*year"),
        ("reactions", ('mark = "C"', 'mark = "?"'), "parcel"),
        ("reactions", ('owner = "natural_resources"', 'owner = "forestry"'), "parcel.*forestry"),
        ("reactions", ('owner = "@competent"', 'owner = "@somebody"'), "clue.*somebody"),
        ("reactions", ("permit.cancelled.v1", "permit.ended.v1"), "parcel.*permit.ended"),
        ("reactions", ('follows = "clue"', 'follows = "clue-feedback"'), "clue-verification"),
        ("reactions", ('id = "hold"', 'id = "parcel"'), "只能出现一次"),
        ("reactions", ("[[rule]]", "[[rule"), "不是有效的 TOML"),
        ("reactions", ('title = "回复腾退地块宗地情况"', ""), "parcel.*缺少 title"),
        ("criminal", ('starts = ["提交核查报告"]', 'starts = ["提交报告"]'), "C2.*提交报告"),
        ("criminal", ('"重大复杂"', '"非常复杂"'), "C9.*非常复杂"),
        ("criminal", ('["true"]', '["yes"]'), "C9.*yes"),
        ("hears", ('key = "clue_id"', 'key = "clue"'), "没有字段 clue"),
        ("hears", ('thread = "case"', 'thread = "cases"'), "cases"),
        ("hears", ("case.step_taken.v1", "case.referred.v1"), "只供法定机关"),
    ],
)
def test_a_wrong_rule_is_refused_by_name(tmp_path, file, change, words):
    folder = folder_with(tmp_path, **{file: change})

    with pytest.raises(RuleError, match=words):
        compose(folder)


def test_a_city_sets_what_no_law_sets(tmp_path):
    city = settings_with(tmp_path, '[rule.parcel]\nlength = 3\nunit = "natural_day"\n')

    (limit,) = compose(FOLDER, city).rules["parcel"].limits

    assert (limit.period, limit.mark.value) == (Period(3, Unit.NATURAL_DAY), "C")


def test_a_city_warns_earlier_and_takes_away_a_pause_that_is_only_inferred(tmp_path):
    told = "[rule.C9]\nwarn = { before = 1, unit = 'working_day' }\npauses = false\n"

    rule = compose(FOLDER, settings_with(tmp_path, told)).rules["C9"]

    assert (rule.warn.before, rule.pauses) == (1, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[rule.C9]\nlength = 5\n", "C9.*17号 9.*不能另行设置"),
        ("[rule.C99]\nlength = 5\n", "C99"),
        ("[rules.C9]\nlength = 5\n", "rules"),
        ("[rule.parcel]\ndays = 5\n", "parcel.*days.*可用：length"),
        ("[rule.parcel]\nlength = -1\n", "parcel.*负数"),
        ("[rule.parcel]\nunit = 'year'\n", "parcel"),
        ("[rule.parcel\n", "TOML"),
    ],
)
def test_a_city_cannot_set_what_the_law_sets_nor_what_does_not_exist(tmp_path, text, words):
    with pytest.raises(RuleError, match=words):
        compose(FOLDER, settings_with(tmp_path, text))


def test_a_missing_file_of_settings_is_named(tmp_path):
    with pytest.raises(RuleError, match=r"LIANDONG_CLOCK_RULES.*none\.toml"):
        compose(FOLDER, tmp_path / "none.toml")


def test_other_rules_are_another_version(tmp_path):
    city = settings_with(tmp_path, "[rule.parcel]\nlength = 3\n")

    assert compose(FOLDER, city).version != compose(FOLDER).version


def test_the_table_of_all_rules_is_fresh():
    assert TARGET.read_text(encoding="utf-8") == rules_page(compose(FOLDER)), (
        "run: python -m services.coordination.clocks.rulebook.document"
    )


@pytest.mark.parametrize(
    "basis",
    sorted(
        {
            basis
            for rule in rulebook().rules.values()
            for limit in rule.limits
            for basis in limit.basis
        }
    ),
)
def test_every_basis_is_a_text_that_the_register_of_law_knows(basis):
    assert read_citation(basis)
