"""The applicable text, by the day of the act and the day of judgement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.law.applicability import applied_on, choose_law
from services.law.errors import JudgedBeforeActError
from services.law.registry import find
from services.law.texts import Lighter, successions

LAST_OLD, FIRST_NEW = date(2026, 8, 14), date(2026, 8, 15)
BEFORE, AFTER = date(2026, 3, 1), date(2026, 10, 8)
mapped = st.sampled_from(sorted({basis for pair in successions() for basis in pair}))
days = st.dates(date(2019, 1, 1), date(2030, 12, 31))


def applied(written: str, day: date) -> list[str]:
    return [str(basis) for basis in applied_on(find(written), day).applies]


@pytest.mark.parametrize("written", ["code.456", "sl18.61"])
def test_until_the_fourteenth_of_august_the_soil_law_applied_and_then_the_code(written):
    """[code.1242]."""
    assert applied(written, LAST_OLD) == ["sl18.61"]
    assert applied(written, FIRST_NEW) == ["code.456"]


def test_the_answer_says_why_another_article_applied():
    early = applied_on(find("code.456"), BEFORE).sentence
    late = applied_on(find("sl18.61"), AFTER).sentence

    assert "尚未施行（2026-08-15起施行）" in early
    assert "土壤污染防治法第61条（sl18.61）" in early
    assert "已被code.1242废止" in late
    assert "生态环境法典第456条（code.456）" in late


def test_one_article_became_several():
    assert applied("sl18.95", AFTER) == ["code.1166", "code.1167"]


def test_where_nothing_applied_the_answer_says_that_a_person_must_look():
    found = applied_on(find("code.1083"), date(2015, 1, 1))

    assert found.applies == ()
    assert "须人工核对" in found.sentence


def test_a_text_whose_begin_is_not_recorded_counts_as_in_force_and_says_so():
    found = applied_on(find("psa.165"), BEFORE)

    assert [str(basis) for basis in found.applies] == ["psa.165"]
    assert "施行日期未录" in found.sentence


def test_an_old_act_keeps_the_old_law_where_detention_became_a_duty():
    """[code.1057]: 可以移送 became 并将案件移送 [sl18.94; code.1165]."""
    found = choose_law(find("code.1165"), BEFORE, AFTER)

    assert [str(basis) for basis in found.applies] == ["sl18.94"]
    assert [str(basis) for basis in found.compared_with] == ["code.1165"]
    assert (found.lighter, found.needs_person) == (Lighter.OLD, False)
    assert "“可以”移送拘留" in found.sentence
    assert "从旧兼从轻（code.1057）" in found.sentence


def test_a_false_report_keeps_the_lower_fine():
    """[sl18.90; code.1230]: up to 1 million, now up to 2 million yuan."""
    found = choose_law(find("sl18.90"), BEFORE, AFTER)

    assert [str(basis) for basis in found.applies] == ["sl18.90"]
    assert "100万元提高到200万元" in found.sentence


def test_the_same_fine_keeps_the_old_law():
    """[sl18.91; code.1162]."""
    assert choose_law(find("sl18.91"), BEFORE, AFTER).lighter is Lighter.SAME


@pytest.mark.parametrize("written", ["code.1108", "code.456", "sl18.86"])
def test_what_the_data_cannot_compare_is_left_to_a_person(written):
    found = choose_law(find(written), BEFORE, AFTER)

    assert found.needs_person
    assert found.lighter is Lighter.UNKNOWN
    assert "须由承办人比较" in found.sentence


def test_an_act_under_the_code_is_judged_by_the_code():
    found = choose_law(find("sl18.94"), FIRST_NEW, AFTER)

    assert [str(basis) for basis in found.applies] == ["code.1165"]
    assert not found.needs_person
    assert "不需比较" in found.sentence


def test_an_act_judged_before_the_code_began_is_judged_by_the_old_law():
    found = choose_law(find("code.1165"), BEFORE, LAST_OLD)

    assert [str(basis) for basis in found.applies] == ["sl18.94"]
    assert not found.needs_person


def test_nobody_judges_before_the_act():
    with pytest.raises(JudgedBeforeActError, match="核对"):
        choose_law(find("code.456"), AFTER, BEFORE)


@given(mapped, days)
def test_only_what_was_in_force_ever_applies_and_every_answer_has_a_sentence(written, day):
    found = applied_on(find(written), day)

    assert found.sentence
    assert {basis.text for basis in found.applies} <= (
        {"sl18", "epl"} if day <= LAST_OLD else {"code"}
    )


@given(mapped, days, st.integers(0, 2000))
def test_old_law_applies_to_old_acts_unless_the_new_one_is_lighter(written, act_on, later):
    basis = find(written)

    found = choose_law(basis, act_on, act_on + timedelta(days=later))

    assert found.sentence
    if found.lighter is not Lighter.NEW:
        assert found.applies == applied_on(basis, act_on).applies
