"""The report of a failed run: missing reactions stand out in each of its formats."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from demo.flows import permit
from demo.journal import CheckedState, DemoJournal, ExpectedEvent, FlowRequest
from demo.report import show, write
from demo.subscribers import titles
from demo.summary import next_steps

NOW = datetime(2026, 10, 8, 2, tzinfo=UTC)


@pytest.fixture
def journal() -> DemoJournal:
    held = ExpectedEvent("已叠加", "cn.liandong.x.v1", "140728-0001", False, {"coordination": None})
    heard = {"natural_resources": NOW + timedelta(milliseconds=42), "agriculture": None}
    ended = ExpectedEvent("已终止", "cn.liandong.y.v1", "x", False, heard, "e1", "environment", NOW)
    act = FlowRequest("注销<排污>许可证", "environment", "clerk", "POST /v1/x", "已终止", 9.0, NOW)
    act.facts = [ended, held]
    act.states = [CheckedState("申请", "待调查", "待核验")]
    flow = permit.flow()
    flow.acts.append(act)
    flow.broken = "生态环境局没有应答"
    owed = {
        "act_title": "列入名录",
        "owner": "natural_resources",
        "key": "140728-0001",
        "started_at": NOW.isoformat(),
        "ended_at": None,
    }
    return DemoJournal(NOW, [flow], [owed])


@pytest.fixture
def following(journal):
    addresses = {name: f"http://127.0.0.1/{name}" for name in titles()}
    return next_steps(journal, addresses, Path(".local/demo"), Path.cwd())


def test_each_missing_thing_is_said_once(journal):
    assert journal.missing() == [
        "注销<排污>许可证：“已终止”未在农业农村局生效",
        "注销<排污>许可证：没有等到“已叠加”（140728-0001）",
        "注销<排污>许可证：申请应为“待调查”，实为“待核验”",
        f"{journal.flows[0].title}：未能走完：生态环境局没有应答",
        "台账：规划和自然资源局未回应“列入名录”（140728-0001）",
    ]


def test_the_terminal_shows_it_in_red(journal, following):
    console = Console(record=True, width=120, force_terminal=True, color_system="standard")

    show(journal, following, console)

    styled = console.export_text(styles=True)
    assert "有 5 项未到" in styled
    assert "\x1b[31m✗ 没有等到：已叠加" in styled
    assert "42 ms" in styled


def test_the_files_show_it_and_quote_what_they_show(journal, following, tmp_path):
    html, text = write(journal, following, tmp_path)

    page = html.read_text("utf-8")
    assert '<td class="bad">✗ 没有等到：已叠加' in page
    assert "注销&lt;排污&gt;许可证" in page
    assert "❌ 没有等到：已叠加" in text.read_text("utf-8")
