"""The command line without a broker: help texts, keys, and isolation of a broken plugin."""

import json
from importlib.metadata import EntryPoint

import pytest
import typer
from typer.testing import CliRunner

from liandong import BadKeyFile, load_signer
from liandong.cli import main as cli
from liandong.keys.sealing_key_files import read_recipients


@pytest.fixture
def invoke():
    app = cli.build()
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    "command", ["listen", "publish", "keys make", "keys list", "keys rotate", "keys revoke"]
)
def test_help_teaches_by_an_example(invoke, command):
    shown = invoke(*command.split(), "--help")

    assert shown.exit_code == 0
    assert f"Example: liandong {command}" in shown.output


def test_keys_are_made_once(invoke, tmp_path):
    assert "made: environment" in invoke("keys", "make", str(tmp_path), "environment").output
    assert "all were there" in invoke("keys", "make", str(tmp_path), "environment").output


def test_the_life_of_a_key_is_shown(invoke, tmp_path):
    invoke("keys", "make", str(tmp_path), "environment")
    old = load_signer(tmp_path / "environment.key.pem").key_id

    rotated = invoke("keys", "rotate", "environment", "--keys", str(tmp_path))
    ending = invoke("keys", "list", "--keys", str(tmp_path)).output
    revoked = invoke("keys", "revoke", old, "--why", "电脑被盗", "--keys", str(tmp_path))
    shown = invoke("keys", "list", "--keys", str(tmp_path)).output

    new = load_signer(tmp_path / "environment.key.pem").key_id
    assert f"signs with {new}; its older keys end in 24 hours" in rotated.output
    assert "liandong keys rotate environment" in revoked.output
    assert state_in(ending, old) == "ending"
    assert state_in(shown, old) == "revoked: 电脑被盗"
    assert state_in(shown, new) == "in use"


def test_the_key_that_opens_seals_lives_apart_from_the_one_that_signs(invoke, tmp_path):
    invoke("keys", "make", str(tmp_path), "environment")
    signs = load_signer(tmp_path / "environment.key.pem").key_id
    [old] = [key.key_id for key in read_recipients(tmp_path / "sealing.json")]

    rotated = invoke("keys", "rotate", "environment", "--seal", "--keys", str(tmp_path))
    revoked = invoke("keys", "revoke", old, "--why", "电脑被盗", "--keys", str(tmp_path))
    shown = invoke("keys", "list", "--keys", str(tmp_path)).output

    [_, new] = [key.key_id for key in read_recipients(tmp_path / "sealing.json")]
    assert f"environment opens seals with {new}; its older keys end in 24" in rotated.output
    assert "liandong keys rotate environment --seal" in revoked.output
    assert state_in(shown, old) == "revoked: 电脑被盗"
    assert state_in(shown, new) == state_in(shown, signs) == "in use"


def test_a_restricted_event_does_not_leave_in_the_clear(invoke, tmp_path):
    opinion = {
        "source": "//140700.liandong.cn/procuratorate",
        "type": "cn.liandong.procuratorate.transfer_opinion.issued.v1",
        "subject": "c-1",
        "sequence": 1,
        "dataschema": "urn:liandong:contract:procuratorate.transfer_opinion.issued.v1",
        "actor": "clerk-1",
        "classification": "restricted",
        "data": {"clue_id": "c-1"},
    }
    (tmp_path / "opinion.json").write_text(json.dumps(opinion))

    told = invoke(
        "publish", str(tmp_path / "opinion.json"), "--url", "amqp://127.0.0.1:1/",
        "--key", str(tmp_path / "procuratorate.key.pem"),
    )  # fmt: skip

    assert told.exit_code == 2
    assert "--seal-for" in told.output


def test_a_key_that_nobody_knows_cannot_be_revoked(invoke, tmp_path):
    invoke("keys", "make", str(tmp_path), "environment")

    shown = invoke("keys", "revoke", "nobody-1", "--why", "错", "--keys", str(tmp_path))

    assert isinstance(shown.exception, BadKeyFile)


def state_in(table, key_id):
    [line] = [line for line in table.splitlines() if key_id in line]
    return line.split("│")[-2].strip()


def test_a_subscription_names_publisher_and_event(invoke, tmp_path):
    (tmp_path / "trust.json").write_text("[]")

    shown = invoke(
        "listen", "--url", "amqp://127.0.0.1:1/", "--department", "procuratorate",
        "--trust", str(tmp_path / "trust.json"), "--subscribe", "case.referred.v1",
    )  # fmt: skip

    assert shown.exit_code == 2
    assert "environment:case.referred.v1" in shown.output


@pytest.mark.parametrize(
    "half", [("--fetch", "http://{department}:8080"), ("--key", "own.key.pem")]
)
def test_fetching_takes_an_address_and_a_key(invoke, tmp_path, half):
    (tmp_path / "trust.json").write_text("[]")

    shown = invoke(
        "listen", "--url", "amqp://127.0.0.1:1/", "--department", "procuratorate", "--trust",
        str(tmp_path / "trust.json"), "--subscribe", "environment:case.referred.v1", *half,
    )  # fmt: skip

    assert shown.exit_code == 2
    assert "go together" in " ".join(shown.output.replace("│", " ").split())


def test_a_broken_plugin_costs_only_its_own_commands(capsys):
    app = typer.Typer()

    cli.add_plugin(app, EntryPoint("platform", "no_such_module:commands", cli.PLUGINS))

    told = capsys.readouterr().err
    assert "the commands of 'platform' (no_such_module:commands) cannot be loaded" in told
    assert "Traceback" not in told
    assert app.registered_commands == []
