"""`liandong law` shows, lists and chooses texts, and names the right command after a mistake."""

import pytest
import typer
from typer.testing import CliRunner

from services.law.cli import register


@pytest.fixture
def run():
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["law", *words])


def test_an_article_is_shown_with_titles_dates_mark_and_what_applied_that_day(run):
    done = run("show", "code.456", "--on", "2026-03-01")

    assert done.exit_code == 0
    for words in (
        "生态环境法典 / Ecological Environment Code",
        "2026-08-15起",
        "V（已核对原文）",
        "土壤污染防治法第61条（sl18.61） → 生态环境法典第456条（code.456）",
        "尚未施行",
        "当日适用土壤污染防治法第61条（sl18.61）",
    ):
        assert words in done.stdout


def test_an_article_without_a_gist_says_where_to_look(run):
    assert "本库未录，请查原文" in run("show", "code.430").stdout


def test_a_whole_text_can_be_shown(run):
    done = run("show", "853号")

    assert "2015-01-01起" in done.stdout
    assert "要旨" not in done.stdout


def test_all_texts_are_listed(run):
    done = run("list")

    assert "sl18\t2019-01-01至2026-08-14\tV\t土壤污染防治法" in done.stdout
    assert "psa\t施行日期未录" in done.stdout


def test_the_choice_is_told_in_a_sentence(run):
    done = run("choose", "sl18.94", "--act", "2026-03-01", "--judged", "2026-10-08")

    assert done.exit_code == 0
    assert "从旧兼从轻" in done.stdout


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("show", "code.9999"), "liandong law list"),
        (("show", "code.456", "--on", "3月1日"), "2026-03-01"),
        (("choose", "code.456", "--act", "2026-10-08", "--judged", "2026-03-01"), "请核对"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_remedy(run, words, remedy):
    done = run(*words)

    assert done.exit_code == 1
    assert remedy in done.stderr
