"""`liandong clock`: one period with its explanation, or many as JSON."""

import json

import pytest
import typer
from typer.testing import CliRunner

from shared.calendar import versions
from shared.cli.clock import register


@pytest.fixture
def run():
    app = typer.Typer()
    register(app)
    return lambda *words, **more: CliRunner().invoke(app, list(words), **more)


def counted(run, rows) -> list[dict]:
    done = run("--batch", input=json.dumps(rows))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_end_is_told_with_its_explanation_and_the_calendar(run):
    done = run("2026-09-29T10:00+08:00", "3", "working_day")

    assert done.exit_code == 0
    assert "届满：2026-10-09（周五）" in done.stdout
    assert "逾期：自2026-10-10T00:00:00+08:00起" in done.stdout
    assert "10月1日至7日放假" in done.stdout
    assert f"日历：{versions()[-1]}版" in done.stdout


def test_a_plain_date_is_a_start(run):
    assert "届满：2026-10-08（周四）" in run("2026-09-29", "3", "natural_day").stdout


@pytest.mark.parametrize(
    "typed",
    [
        "2026年9月29日",
        "2026/9/29",
        "2026-9-29",
        "2026.9.29",
        "２０２６年９月２９日",
        " 2026-09-29 ",
    ],
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(run, typed):
    assert "届满：2026-10-08（周四）" in run(typed, "3", "natural_day").stdout


@pytest.mark.parametrize(
    "typed", ["2026年9月29日10时", "2026/9/29 10:00", "2026-9-29T10:00:00+08:00"]
)
def test_a_time_of_day_is_read_likewise(run, typed):
    assert "届满：2026-09-30T10:00:00+08:00" in run(typed, "24", "hour").stdout


@pytest.mark.parametrize(
    "typed",
    ["2026年13月1日", "9/29/2026", "2026年", "26-9-29", "2026-09-29+08:00", "2026-9-2910:00"],
)
def test_what_is_no_date_is_told_with_what_to_write(run, typed):
    done = run(typed, "3", "natural_day")

    assert done.exit_code == 1
    assert "2026年9月29日" in done.output or "核对" in done.output


def test_years_without_a_notice_are_told_on_their_side(run):
    """全国年节及纪念日放假办法; 17号 38 moves an end on a day off."""
    assert "届满：2027-01-04" in run("2026-12-30", "2", "working_day").stdout
    assert "届满：2027-01-04" in run("2026-12-02", "30", "natural_day").stdout
    assert "届满：2027-10-04" in run("2027-09-28", "3", "working_day").stdout
    before = run("2003-09-30", "3", "working_day").stdout
    assert "2003年及以前的放假安排未入本版日历" in before
    assert "2026年之后" not in before


def test_hours_end_at_an_instant_of_shanghai(run):
    assert "届满：2026-09-30T10:00:00+08:00" in run("2026-09-29T02:00Z", "24", "hour").stdout


def test_a_pause_moves_the_end(run):
    done = run("2026-09-29", "9", "natural_day", "--pause", "2026-10-02..2026-10-09=补正")

    assert "届满：2026-10-15（周四）" in done.stdout
    assert "10月2日至8日因补正中止不计" in done.stdout


def test_an_open_pause_leaves_no_end(run):
    done = run("2026-09-29", "7", "natural_day", "--pause", "2026-10-01..")

    assert done.exit_code == 0
    assert "届满：暂无（中止尚未恢复）" in done.stdout


def test_an_older_calendar_can_be_asked(run):
    done = run("2026-09-29", "3", "working_day", "--calendar", "2024-11-12")

    assert "届满：2026-10-06（周二）" in done.stdout


def test_counting_back_tells_the_last_day_in_time(run):
    """[3号令 14]."""
    assert "届满：2026-09-18（周五）" in run("2026-10-15", "15", "working_day", "--back").stdout


def test_json_tells_all(run):
    told = json.loads(
        run("2026-12-30", "3", "working_day", "--json", "--calendar", "2025-11-04").stdout
    )

    assert told["end"] == "2027-01-05"
    assert told["due_at"] == "2027-01-06T00:00:00+08:00"
    assert (told["provisional"], told["stopped"]) == (True, False)
    assert told["calendar"] == "2025-11-04"
    assert "起算" in told["explanation"]


def test_many_rows_come_back_in_order_with_their_ends(run):
    rows = [
        {"start": "2026-09-29T10:00:00+08:00", "length": 3, "unit": "working_day", "case": "甲"},
        {"start": "2026-09-29", "length": 3, "unit": "natural_day"},
        {"start": "2026-09-29T02:00:00Z", "length": 24, "unit": "hour"},
        {"start": "2026-09-29T10:00", "length": 24, "unit": "hour"},
    ]

    found = counted(run, rows)

    assert [row["end"] for row in found] == [
        "2026-10-09",
        "2026-10-08",
        "2026-09-30T02:00:00+00:00",
        "2026-09-30T10:00:00+08:00",
    ]
    assert [{name: row[name] for name in row if name != "end"} for row in found] == rows


def test_no_rows_are_answered_by_no_rows(run):
    assert counted(run, []) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"start": "2026-09-29", "length": 1, "unit": "hour"}, 3], "第2行（下标1）：不是JSON对象"),
        ([{"start": "2026-09-29", "length": 1}], "第1行（下标0）：缺少unit"),
        ([{"start": "2026-02-30", "length": 1, "unit": "hour"}], "没有这个日期"),
        ([{"start": "明天", "length": 1, "unit": "hour"}], "请写成2026-09-29"),
        ([{"start": None, "length": 1, "unit": "hour"}], "请写成2026-09-29"),
        ([{"start": "2026-09-29", "length": -1, "unit": "hour"}], "0至999999的整数"),
        ([{"start": "2026-09-29", "length": 1.5, "unit": "hour"}], "0至999999的整数"),
        ([{"start": "2026-09-29", "length": True, "unit": "hour"}], "0至999999的整数"),
        ([{"start": "2026-09-29", "length": 1, "unit": "week"}], "working_day"),
        ([{"start": "2026-09-29", "length": 1, "unit": ["hour"]}], "working_day"),
        ([{"start": "2099-12-31", "length": 9, "unit": "working_day"}], "1992年至2099年"),
        ({"start": "2026-09-29"}, "JSON数组"),
    ],
)
def test_a_faulty_row_is_named_with_its_remedy_and_nothing_is_printed(run, rows, words):
    done = run("--batch", input=json.dumps(rows))

    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr


def test_of_many_faulty_rows_the_first_are_named_and_the_rest_counted(run):
    done = run("--batch", input=json.dumps([7] * 100))

    assert "第20行（下标19）" in done.stderr
    assert "另有80行有误" in done.stderr


def test_what_is_no_json_is_refused(run):
    done = run("--batch", input="start,length")

    assert done.exit_code == 1
    assert "不是JSON" in done.stderr


@pytest.mark.parametrize(
    ("words", "remedy", "code"),
    [
        (("2026-09-29", "3", "week"), "working_day", 1),
        (("2026-09-29", "three", "hour"), "整数", 1),
        (("9/29/2026", "3", "hour"), "2026-09-29", 1),
        (("2026-09-29", "3", "hour", "--calendar", "2001-01-01"), "2025-11-04", 1),
        (("2026-09-29", "3", "hour", "--pause", "2026-10-01"), "起..止", 1),
        (("2026-09-29", "3", "hour", "--pause", "2026-10-02..2026-10-01"), "起止", 1),
        (("2026-09-29", "3", "hour", "--back", "--pause", "2026-10-01.."), "--pause", 2),
        (("2026-09-29", "3"), "liandong clock 2026-09-29", 2),
        ((), "liandong clock 2026-09-29", 2),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_remedy(run, words, remedy, code):
    done = run(*words)

    assert done.exit_code == code
    assert remedy in done.stderr


def test_the_help_teaches_with_examples(run):
    told = run("--help").stdout

    for words in ("Shanghai", "--batch", "--pause", "working_day", "RFC 3339", "Exit codes"):
        assert words in told
