"""`liandong failed` reports a missing argument in one line before it sends a request."""

import re
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from shared.cli.failed import main as failed_cli
from shared.cli.failed.filters import Filters
from shared.cli.failed.targets import wanted_of
from shared.clock.system import system_clock

WHY = ["--why", "已核实"]
SOMEWHERE = ["--url", "http://127.0.0.1:1", "--token", "t"]


def says(*arguments: str):
    app = typer.Typer()
    failed_cli.register(app)
    return CliRunner().invoke(app, ["failed", *arguments])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--url", "http://127.0.0.1:1", "list"], "--url needs --token"),
        ([*SOMEWHERE, "list"], "does not answer"),
        ([*SOMEWHERE, "list", "--older-than", "soon"], "write a number and a unit"),
        ([*SOMEWHERE, "show", "L_YQ", "--content"], "--content needs --why"),
        ([*SOMEWHERE, "edit", "L_YQ", *WHY, "--patch", "{"], "not JSON"),
        ([*SOMEWHERE, "retry", "L_YQ", *WHY, "--subject", "J-1"], "not both"),
        ([*SOMEWHERE, "discard", *WHY], "name what to discard"),
        ([*SOMEWHERE, "edit", *WHY, "--subject", "J-1"], "a group is edited by --patch"),
        (["retry", "L_YQ", *WHY], "write <department>:<id>"),
    ],
)
def test_what_is_missing_is_said_in_one_line(arguments, words):
    done = says(*arguments)

    assert done.exit_code == 1
    assert words in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["retry", "edit", "discard", "export"])
def test_no_act_goes_without_a_reason(command):
    done = says(*SOMEWHERE, command, "L_YQ")

    assert done.exit_code == 2
    assert "--why" in re.sub(r"\x1b\[[0-9;]*m", "", done.output)


def test_without_a_running_platform_it_names_the_command_that_starts_one(tmp_path):
    done = says("--home", str(tmp_path), "list")

    assert done.exit_code == 1
    assert "liandong up --home" in done.output


@pytest.mark.parametrize(
    ("age", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
    ],
)
def test_an_age_becomes_the_instant_before_which_it_failed(age, span):
    before = system_clock()

    since = wanted_of(Filters(older_than=age, kind="lane"))

    assert since["kind"] == "lane"
    assert before - span <= type(before).fromisoformat(since["since"]) <= system_clock() - span
