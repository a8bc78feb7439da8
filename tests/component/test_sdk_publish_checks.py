"""`liandong publish` reports before sending what every receiver would refuse."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from liandong.cli import main as cli

NOWHERE = "amqp://127.0.0.1:1/"
REMOVAL = {
    "source": "//140700.liandong.cn/province",
    "type": "cn.liandong.province.register_entry.removed.v1",
    "subject": "140728-0007",
    "sequence": 1,
    "dataschema": "urn:liandong:contract:province.register_entry.removed.v1",
    "actor": "province-system",
    "classification": "public",
    "data": {
        "plot_code": "140728-0007",
        "document_number": "晋环函〔2026〕某某号",
        "delisted_on": "2026-10-08",
    },
}


@pytest.fixture
def run():
    app = cli.build()
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.fixture
def publish(run, tmp_path):
    """Return a function that publishes a changed event with fresh keys and no reachable broker."""
    run("keys", "make", str(tmp_path), "province")

    def invoke(*options, **changes):
        (tmp_path / "event.json").write_text(json.dumps({**REMOVAL, **changes}), encoding="utf-8")
        key = str(tmp_path / "province.key.pem")
        told = run(
            "publish", str(tmp_path / "event.json"), "--url", NOWHERE, "--key", key, *options
        )
        assert told.exit_code != 0  # the broker is unreachable
        return told.output + str(told.exception or "")

    return invoke


def test_an_event_that_is_right_gets_as_far_as_the_broker(publish):
    assert "127.0.0.1" in publish()


def test_the_time_of_an_example_is_told_with_the_remedy(publish):
    """The contracts' examples contain a time before any current key is valid."""
    told = publish(time="2020-10-08T01:00:00Z")

    assert "every receiver would refuse it" in told
    assert "leave them out" in told


def test_a_time_ahead_of_the_clock_is_told(publish):
    ahead = (datetime.now(UTC) + timedelta(hours=8)).isoformat()

    assert "set the clock right" in publish(time=ahead)


def test_a_key_that_the_city_does_not_know_is_told(publish, run, tmp_path):
    other = tmp_path / "city"
    run("keys", "make", str(other), "province")

    told = publish("--trust", str(other / "trust.json"))

    assert "every receiver would refuse it" in told


def test_a_trust_list_that_is_not_there_is_told(publish, tmp_path):
    assert "there is no such trust list" in publish("--trust", str(tmp_path / "nowhere.json"))
