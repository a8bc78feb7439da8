"""The command line without a broker: it teaches, and survives a broken plugin."""

from importlib.metadata import EntryPoint

import pytest
import typer
from typer.testing import CliRunner

from liandong import cli


@pytest.fixture
def invoke():
    app = cli.build()
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", ["listen", "publish", "keys make"])
def test_help_teaches_by_an_example(invoke, command):
    shown = invoke(*command.split(), "--help")

    assert shown.exit_code == 0
    assert f"Example: liandong {command}" in shown.output


def test_keys_are_made_once(invoke, tmp_path):
    assert "made: environment" in invoke("keys", "make", str(tmp_path), "environment").output
    assert "all were there" in invoke("keys", "make", str(tmp_path), "environment").output


def test_a_subscription_names_publisher_and_event(invoke, tmp_path):
    (tmp_path / "trust.json").write_text("[]")

    shown = invoke(
        "listen", "--url", "amqp://127.0.0.1:1/", "--department", "procuratorate",
        "--trust", str(tmp_path / "trust.json"), "--subscribe", "case.referred.v1",
    )  # fmt: skip

    assert shown.exit_code == 2
    assert "environment:case.referred.v1" in shown.output


def test_a_broken_plugin_costs_only_its_own_commands(capsys):
    app = typer.Typer()

    cli.add_plugin(app, EntryPoint("platform", "no_such_module:commands", cli.PLUGINS))

    told = capsys.readouterr().err
    assert "the commands of 'platform' (no_such_module:commands) cannot be loaded" in told
    assert "Traceback" not in told
    assert app.registered_commands == []
