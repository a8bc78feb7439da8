"""What a host refuses before it starts, in one sentence."""

import socket

import pytest

from shared.runtime.startup import parse_options


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Give a function that starts a host for a department at an address."""
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
