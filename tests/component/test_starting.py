"""Faults that a host reports before it starts, in one sentence."""

import socket
from functools import partial

import pytest

from services.coordination.clocks.rulebook.book import configure_rulebook, rulebook
from shared.clock.drill import OffsetClock
from shared.runtime.startup import parse_options
from shared.vocabulary.divisions import divisions


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Return a function that starts a host for a department at an address."""
    monkeypatch.setenv("LIANDONG_AMQP_URL", "amqp://127.0.0.1/")
    monkeypatch.setenv("LIANDONG_MONGO_URL", "mongodb://127.0.0.1/")
    monkeypatch.setenv("LIANDONG_KEYS", str(tmp_path))
    monkeypatch.setenv("LIANDONG_TOKENS", str(tmp_path))

    def start(department: str, address: str = "127.0.0.1:0"):
        monkeypatch.setenv("LIANDONG_HTTP_ADDRESS", address)
        return parse_options("host", "A host.", [department])

    return start


def test_a_department_that_does_not_exist_is_told_with_those_that_do(asked):
    with pytest.raises(SystemExit, match=r"no department .enviroment.*environment"):
        asked("enviroment")


def test_a_missing_setting_is_named(asked, monkeypatch):
    monkeypatch.delenv("LIANDONG_AMQP_URL")

    with pytest.raises(SystemExit, match="LIANDONG_AMQP_URL"):
        asked("environment")


def test_an_address_where_another_process_listens_is_refused(asked):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"

        with pytest.raises(SystemExit, match=f"cannot listen on {taken}"):
            asked("environment", taken)


def test_a_table_of_divisions_that_cannot_be_used_is_named(asked, configure, monkeypatch, tmp_path):
    monkeypatch.setenv("LIANDONG_DIVISIONS", str(tmp_path / "none.csv"))

    with pytest.raises(SystemExit, match=r"LIANDONG_DIVISIONS.*none\.csv"):
        asked("environment")


def test_a_host_has_the_clock_and_the_files_that_are_set(asked, configure, monkeypatch, tmp_path):
    table = tmp_path / "taiyuan.csv"
    table.write_text("code,name_zh\n140100,太原市\n", encoding="utf-8")
    monkeypatch.setenv("LIANDONG_DIVISIONS", str(table))
    monkeypatch.setenv("LIANDONG_ENV", "drill")
    monkeypatch.setenv("LIANDONG_CLOCK_FILE", str(tmp_path / "clock"))

    settings = asked("environment").settings

    assert isinstance(settings.clock, OffsetClock)
    assert set(divisions()) == {"140100"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "jaeger:4318"),
        ("LIANDONG_CLOCK_FILE", "/clock"),
    ],
)
def test_a_wrong_setting_of_traces_or_clock_is_named(asked, monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match=name):
        asked("environment")


def test_the_rules_of_clocks_that_are_set_are_in_force(asked, request, monkeypatch, tmp_path):
    request.addfinalizer(partial(configure_rulebook, ""))
    rules = tmp_path / "rules.toml"
    rules.write_text("[rule.C9]\nwarn = { before = 2 }\n", encoding="utf-8")
    monkeypatch.setenv("LIANDONG_CLOCK_RULES", str(rules))
    standard = rulebook().version

    asked("coordination")

    assert rulebook().version != standard
