"""The broker commands: definitions with passwords from files, and a linter that exits non-zero."""

import json

import pytest
import typer
from typer.testing import CliRunner

from shared.broker.definitions import definitions, to_json
from shared.broker.permissions import users
from shared.cli import broker, partitions


@pytest.fixture
def run():
    app = typer.Typer()
    broker.register(app)
    partitions.register(app)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "definitions.json"
    made.write_text(to_json(definitions("4.2", "140700")))
    return made


def test_definitions_are_printed_with_the_hashes_of_the_passwords_in_a_folder(run, tmp_path):
    for user in users():
        (tmp_path / user).write_text(f"secret of {user}\n")

    wanted = ("--version", "4.2", "--operator", "--passwords", str(tmp_path))
    done = run("broker", "definitions", *wanted)

    made = json.loads(done.stdout)
    assert not any("$" in user["password_hash"] for user in made["users"])
    assert "secret of" not in done.output


def test_a_missing_password_is_named(run, tmp_path):
    done = run("broker", "definitions", "--version", "4.2", "--passwords", str(tmp_path))

    assert done.exit_code == 1
    assert "agriculture" in done.output


def test_secrets_are_made_once_and_their_values_are_not_shown(run, tmp_path):
    first = run("broker", "secrets", str(tmp_path / "rabbitmq"))
    again = run("broker", "secrets", str(tmp_path / "rabbitmq"))

    assert first.exit_code == again.exit_code == 0, first.output
    assert "liandong, " in first.output
    assert "new passwords: none" in again.output
    assert (tmp_path / "rabbitmq" / "agriculture").read_text().strip() not in first.output


def test_secrets_with_an_empty_file_are_refused(run, tmp_path):
    (tmp_path / "agriculture").touch()

    done = run("broker", "secrets", str(tmp_path))

    assert done.exit_code == 1
    assert f"{tmp_path / 'agriculture'} is missing or empty" in done.output


def test_an_unknown_version_is_answered_with_those_there_are(run):
    done = run("broker", "definitions", "--version", "2.8")

    assert done.exit_code == 1
    assert "4.2" in done.output


def test_sound_definitions_pass(run, file):
    done = run("broker", "lint", str(file))

    assert done.exit_code == 0, done.output
    assert "are sound" in done.output
    assert "excepted: quarantine queues and unheard" in done.output


def test_a_fault_is_refused(run, file):
    made = json.loads(file.read_text())
    made["exchanges"][1]["arguments"] = {}
    file.write_text(json.dumps(made))

    done = run("broker", "lint", str(file))

    assert done.exit_code == 1
    assert "loses what nobody hears" in done.output


def test_an_empty_virtual_host_is_not_called_sound(run, file):
    done = run("broker", "lint", str(file), "--vhost", "140800")

    assert done.exit_code == 1
    assert "140800" in done.output


@pytest.mark.parametrize(
    ("source", "words"),
    [("nowhere.json", "cannot be read"), ("http://a:secret@127.0.0.1:9", "does not answer")],
)
def test_a_source_that_cannot_be_read_is_named_without_its_password(run, source, words):
    done = run("broker", "lint", source)

    assert done.exit_code == 1
    assert words in done.output
    assert "secret" not in done.output


def test_stale_definitions_are_named_and_written_again(run, tmp_path):
    stale = run("broker", "check", "--folder", str(tmp_path))
    written = run("broker", "write", "--folder", str(tmp_path))
    fresh = run("broker", "check", "--folder", str(tmp_path))

    assert stale.exit_code == 1
    assert "3.10.json" in stale.output
    assert "4 files changed" in written.output
    assert fresh.exit_code == 0


def test_partitions_of_an_unknown_department_are_refused(run):
    done = run("partitions", "weather")

    assert done.exit_code == 1
    assert "environment" in done.output


def test_partitions_reads_the_broker_s_password_from_its_file_as_services_do(run, monkeypatch):
    monkeypatch.setenv("LIANDONG_AMQP_URL", "amqps://agriculture:{password}@bus.example/140700")
    monkeypatch.setenv("LIANDONG_AMQP_PASSWORD_FILE", "/nowhere")

    done = run("partitions", "agriculture")

    assert done.exit_code == 1
    assert "LIANDONG_AMQP_PASSWORD_FILE: " in done.output
    assert "cannot be read" in done.output
