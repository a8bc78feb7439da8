"""The registry of legal texts: ids, certainty marks, and successors."""

import csv
from datetime import date
from pathlib import Path

import pytest

from services.law.basis import Basis
from services.law.citations import read_citation
from services.law.errors import UnknownBasisError
from services.law.registry import (
    article_of,
    find,
    is_recorded,
    name_of,
    predecessors_of,
    successors_of,
    text_of,
)
from services.law.texts import Certainty, articles, changes, successions, texts

DATA = Path(__file__).parents[2] / "data" / "article_map_2018_to_2026.csv"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("code.456", Basis("code", "456")),
        ("17号 9", Basis("17号", "9")),
        ("310号 8", Basis("310号", "8")),
        ("853号 12", Basis("853号", "12")),
        ("plan.6", Basis("plan", "6")),
        ("sl18.61", Basis("sl18", "61")),
        ("code.428(2)", Basis("code", "428", "(2)")),
        ("CODE 456", Basis("code", "456")),
        ("生态环境法典第456条", Basis("code", "456")),
        ("《土壤污染防治法》第61条", Basis("sl18", "61")),
        ("环环监〔2017〕17号 9", Basis("17号", "9")),
        ("环办土壤〔2019〕63号", Basis("环办土壤〔2019〕63号")),
        ("GB 36600-2018 5.3.1", Basis("GB 36600", "5.3.1")),
        ("HJ 608-2017", Basis("HJ 608")),
        ("刑法 338", Basis("刑法", "338")),
        ("法释〔2023〕7号 1", Basis("crim23", "1")),
    ],
)
def test_a_basis_is_found_by_its_id_or_its_name(written, found):
    assert find(written) == found


@pytest.mark.parametrize("written", ["code.456", "17号 9", "plan.6", "code.428(2)", "GB 36600"])
def test_a_basis_is_written_as_it_was_read(written):
    assert str(find(written)) == written


@pytest.mark.parametrize("written", ["", "code.9999", "codex.4", "17号 abc", "99号 1", "plan.14"])
def test_what_is_not_recorded_is_refused_by_its_name(written):
    with pytest.raises(UnknownBasisError, match="没有依据"):
        find(written)


def test_a_citation_names_several_texts_and_ranges():
    """As written in the docstrings of the rules."""
    found = [str(basis) for basis in read_citation("[17号 9-10; 310号 8, 9]")]

    assert found == ["17号 9", "17号 10", "310号 8", "310号 9"]


def test_the_code_is_in_force_since_the_day_on_which_the_soil_law_ended():
    """[code.1242]."""
    code, law = texts()["code"], texts()["sl18"]

    assert code.in_force_from == date(2026, 8, 15)
    assert law.in_force_until == date(2026, 8, 14)
    assert law.repealed_by == "code.1242"


def test_an_article_has_its_gist_in_both_languages_or_in_none():
    assert all(bool(article.zh) == bool(article.en) for article in articles().values())
    assert all(article.text in texts() for article in articles().values())


def test_what_was_only_recalled_says_so():
    """42号令 was read only up to article 3."""
    assert article_of(find("42号令 3")).mark is Certainty.V
    assert article_of(find("42号令 13")).mark is Certainty.RECALLED_HIGH
    assert article_of(find("3号令 14")).mark is Certainty.RECALLED_MEDIUM


def test_every_mark_is_explained():
    assert all(mark.meaning for mark in Certainty)


def test_the_map_is_the_one_that_was_published():
    with DATA.open(encoding="utf-8", newline="") as file:
        published = {
            (f"sl18.{row['soil_law_2018_article']}", f"code.{number.strip()}")
            for row in csv.DictReader(file)
            for number in row["eco_code_2026_article"].split("+")
            if number.strip().isdigit()
        }

    assert {pair for pair in successions() if pair[0].startswith("sl18.")} == published


def test_an_article_knows_what_came_before_and_after_it():
    assert predecessors_of(find("code.456")) == (find("sl18.61"),)
    assert successors_of(find("sl18.95")) == (find("code.1166"), find("code.1167"))


def test_the_record_of_changes_speaks_of_articles_that_follow_each_other():
    assert set(changes()) <= set(successions())


def test_a_new_text_begins_after_the_old_one_ended():
    for old, new in successions():
        assert text_of(find(old)).in_force_until < text_of(find(new)).in_force_from


def test_an_article_that_only_the_map_knows_is_recorded_without_a_gist():
    assert is_recorded(Basis("code", "430"))
    assert article_of(find("code.430")) is None


def test_a_basis_is_named_in_chinese_with_its_id():
    assert name_of(find("code.456")) == "生态环境法典第456条（code.456）"
    assert name_of(find("plan.6")) == "行动计划任务6（plan.6）"
    assert name_of(find("17号")) == "衔接办法（17号）"
