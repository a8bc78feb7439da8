"""The committed definitions imported into a live broker, exported again, and linted."""

import json
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from liandong.amqp.connection import connect
from liandong.amqp.topology import declare
from shared.broker.definitions import VHOST, with_hashes
from shared.broker.lint import lint, restrict_to_vhost
from shared.broker.passwords import new_password
from shared.broker.permissions import users
from shared.broker.topology import topologies
from shared.cli.broker import register
from shared.local.broker.node import PrivateBroker

FILE = Path(__file__).parents[2] / "deploy" / "rabbitmq" / "3.10.json"
INBOX = "agriculture.inbox.1"


@pytest.fixture(scope="module")
def secrets_of():
    return {user: new_password() for user in users()}


@pytest.fixture(scope="module")
def imported(tmp_path_factory, secrets_of):
    """A private broker with the management plugin that imported the committed definitions."""
    home = tmp_path_factory.mktemp("imported")
    own = PrivateBroker(home, vhosts=["/", VHOST], management_port=0)
    own.start()
    made = json.loads(FILE.read_text(encoding="utf-8"))
    hashes = {user: secret.password_hash for user, secret in secrets_of.items()}
    (home / "filled.json").write_text(json.dumps(with_hashes(made, hashes)))
    own.ctl("import_definitions", str(home / "filled.json"))
    yield own
    own.stop()


def exported(broker) -> dict:
    file = broker.home / "exported.json"
    broker.ctl("export_definitions", str(file))
    return restrict_to_vhost(json.loads(file.read_text()), VHOST)


def test_placeholders_for_passwords_are_refused(imported):
    with pytest.raises(Exception, match="import_definitions"):
        imported.ctl("import_definitions", str(FILE))


def test_what_the_broker_has_after_the_import_is_sound(imported):
    found = exported(imported)

    assert lint(found) == []
    assert INBOX in {queue["name"] for queue in found["queues"]}


def test_the_policies_are_in_force(imported):
    columns = ("name", "policy")
    told = imported.ctl("list_queues", "--vhost", VHOST, "--silent", *columns)

    policy_of = dict(line.split("\t") for line in told.splitlines())
    assert policy_of[INBOX] == "inbox"
    assert policy_of["agriculture.quarantine"] == "terminal"
    assert policy_of["unheard"] == "terminal"


def test_each_department_finds_its_part_as_it_would_have_made_it(imported, secrets_of):
    address = imported.url(VHOST).replace(imported.identity.password, "{secret}")

    for department in ("agriculture", "public_security"):
        own = address.replace("liandong:", f"{department}:")
        with connect(
            own.replace("{secret}", secrets_of[department].password), name=department
        ) as connection:
            for part in topologies(department):
                declare(connection.channel(), part)


def test_the_linter_reads_a_running_broker_by_its_management_address(imported):
    app = typer.Typer()
    register(app)
    login = f"liandong:{imported.identity.password}@"
    address = imported.management_url.replace("://", f"://{login}")

    sound = CliRunner().invoke(app, ["broker", "lint", address, "--vhost", VHOST])
    classic = {"durable": True, "arguments": {}}
    made = httpx.put(
        f"{imported.management_url}/api/queues/{VHOST}/somebodys",
        json=classic,
        auth=("liandong", imported.identity.password),
    )
    faulty = CliRunner().invoke(app, ["broker", "lint", address, "--vhost", VHOST])

    assert sound.exit_code == 0, sound.output
    assert "are sound" in sound.output
    assert made.is_success
    assert faulty.exit_code == 1
    assert "somebodys is no quorum queue" in faulty.output
    assert imported.identity.password not in faulty.output
