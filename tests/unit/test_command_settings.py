"""The settings of a command: an invalid variable matters only when it is needed."""

from pathlib import Path

import pytest

from shared.clock.drill import OffsetClock
from shared.clock.system import system_clock
from shared.config.command_settings import CommandSettings
from shared.config.external_servers import ExternalServers
from shared.errors import SettingsError
from shared.local.city_files import configure_tool
from shared.vocabulary.divisions import divisions

WRONG = {
    "LIANDONG_AMQP_URL": "amqp://bus.example/",
    "LIANDONG_MONGO_URL": "http://store.example/",
    "LIANDONG_ALLOW_PLAINTEXT": "everything",
    "LIANDONG_CLOCK_FILE": "/clock",
}


def test_an_empty_environment_names_nothing():
    settings = CommandSettings.from_env({})

    assert (settings.broker(), settings.store()) == (None, None)
    assert settings.clock() is system_clock
    assert settings.http_client().plain_allowed is False
    assert settings.external_servers == ExternalServers()
    assert (settings.keys, settings.peers, settings.city) == ("", "", "140700")


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("broker", "LIANDONG_AMQP_URL"),
        ("store", "LIANDONG_MONGO_URL"),
        ("http_client", "LIANDONG_ALLOW_PLAINTEXT"),
        ("clock", "LIANDONG_CLOCK_FILE"),
    ],
)
def test_a_wrong_variable_is_named_when_its_part_is_asked_for(part, named):
    settings = CommandSettings.from_env(
        WRONG if part == "http_client" else {**WRONG, "LIANDONG_ALLOW_PLAINTEXT": ""}
    )

    with pytest.raises(SettingsError, match=named):
        getattr(settings, part)()


def test_what_is_there_is_read():
    env = {
        "LIANDONG_ENV": "drill",
        "LIANDONG_CLOCK_FILE": "/clock",
        "LIANDONG_ALLOW_PLAINTEXT": "http",
        "LIANDONG_HTTP_CA_FILE": "/ca.pem",
    }
    settings = CommandSettings.from_env(env)

    assert isinstance(settings.clock(), OffsetClock)
    assert settings.http_client().plain_allowed
    assert settings.http_client().tls.ca == Path("/ca.pem")


def test_later_changes_of_the_environment_change_no_settings():
    env = {"LIANDONG_MONGO_URL": "mongodb://127.0.0.1/"}
    settings = CommandSettings.from_env(env)
    env["LIANDONG_MONGO_URL"] = "mongodb://127.0.0.2/"

    assert settings.store().url == "mongodb://127.0.0.1/"


def test_servers_that_run_already_are_the_variables_of_a_child_again():
    env = {"LIANDONG_AMQP_URL": "amqp://a/", "LIANDONG_AMQP_PASSWORDS": "/passwords"}

    servers = ExternalServers.from_env(env)

    assert servers == ExternalServers("amqp://a/", "", Path("/passwords"))
    assert servers.variables() == {"LIANDONG_AMQP_URL": "amqp://a/"}


def test_a_tool_sets_the_files_of_its_city(configure, monkeypatch, tmp_path):
    table = tmp_path / "taiyuan.csv"
    table.write_text("code,name_zh\n140100,太原市\n", encoding="utf-8")
    monkeypatch.setenv("LIANDONG_DIVISIONS", str(table))

    settings = configure_tool()

    assert settings.city_files.divisions == str(table)
    assert set(divisions()) == {"140100"}
