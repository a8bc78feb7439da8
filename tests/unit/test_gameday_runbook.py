"""The commands that the game day extracts from the runbooks."""

import re
from pathlib import Path

import pytest

from gameday.alerts.alert_rules import wait_times
from gameday.errors import GamedayError
from gameday.exercises.all import EXERCISES, chosen
from gameday.operator import tail_of
from gameday.runbook import command, commands, filled
from gameday.timing_profile import FULL

CITED = re.compile(r'operator\.(?:run|stand_in)\(\s*"(\w+)", "(\w+)", "([^"]+)"')
SOURCES = sorted(Path("gameday").glob("**/*.py"))


def test_the_commands_of_a_section_are_read_in_order():
    assert commands("broker", "BrokerDown")[0] == "rabbitmq-diagnostics check_running"


def test_a_command_that_the_page_lacks_is_named_with_its_place():
    with pytest.raises(GamedayError, match=r"broker\.md#brokerdown has no command 'reboot'"):
        command("broker", "BrokerDown", "reboot")


def test_a_section_that_the_page_lacks_is_named():
    with pytest.raises(GamedayError, match="no section Nothing"):
        commands("broker", "Nothing")


def test_the_example_s_names_are_replaced():
    line = filled("liandong failed show agriculture:Q_ZW52", {"agriculture:Q_ZW52": "x:Q_1"})

    assert line == "liandong failed show x:Q_1"


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_command_that_an_exercise_cites_stands_in_its_runbook(source):
    for page, heading, begins in CITED.findall(source.read_text(encoding="utf-8")):
        assert command(page, heading, begins)


def test_every_alert_that_an_exercise_wants_is_one_of_the_rules():
    known = wait_times(FULL).keys()

    wanted = {drill.name: {*drill.alerts, *drill.quiet} for drill in EXERCISES}

    assert {name: alerts - known for name, alerts in wanted.items() if alerts - known} == {}


def test_an_exercise_that_does_not_exist_is_refused_with_the_names_of_those_that_do():
    with pytest.raises(GamedayError, match="no such exercise: earthquake; there are: broker-down"):
        chosen(["earthquake"])


def test_of_an_output_the_last_lines_that_say_something_are_kept():
    output = "╭────╮\n│ 结论 │\n * Erlang cookie hash: abc\n╰────╯\n"

    assert tail_of(output) == "结论"
