"""The SDK's command line for partners: make keys, publish an event, listen to it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "liandong")
REFERRAL = {
    "source": "//140700.liandong.cn/environment",
    "type": "cn.liandong.environment.case.referred.v1",
    "subject": "JZ-2026-007",
    "sequence": 1,
    "dataschema": "https://liandong.cn/contracts/environment/case.referred.v1.json",
    "actor": "clerk:环境-017",
    "classification": "internal",
    "data": {"county": "祁县"},
}


@pytest.fixture
def keys(tmp_path):
    run("keys", "make", str(tmp_path), "environment", "procuratorate")
    return tmp_path


@pytest.fixture
def referral(tmp_path):
    file = tmp_path / "referral.json"
    file.write_text(json.dumps(REFERRAL))
    return file


def run(*arguments, expect=0):
    done = subprocess.run(
        [COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == expect, done.stderr
    return done


def listen(url, keys, *more):
    return run(
        "listen", "--url", url, "--department", "procuratorate", "--count", "1",
        "--trust", str(keys / "trust.json"), "--subscribe", "environment:case.referred.v1", *more,
    )  # fmt: skip


def publish(url, keys, referral, key="environment", **options):
    return run(
        "publish", str(referral), "--url", url, "--key", str(keys / f"{key}.key.pem"), **options
    )


def test_what_one_publishes_the_other_hears(amqp_url, keys, referral):
    subscribe_first(amqp_url)
    made = publish(amqp_url, keys, referral).stdout.strip()

    heard = json.loads(listen(amqp_url, keys).stdout)

    assert heard["id"] == made
    assert heard["data"] == {"county": "祁县"}


def test_what_one_seals_the_other_opens(amqp_url, keys, tmp_path):
    subscribe_first(amqp_url)
    file = tmp_path / "referral.json"
    file.write_text(json.dumps({**REFERRAL, "classification": "restricted"}))
    run(
        "publish", str(file), "--url", amqp_url, "--key", str(keys / "environment.key.pem"),
        "--seal-for", "procuratorate", "--recipients", str(keys / "sealing.json"),
    )  # fmt: skip

    done = listen(amqp_url, keys, "--open", str(keys / "procuratorate.seal.pem"))

    assert json.loads(done.stdout)["data"] == {"county": "祁县"}


def test_an_event_of_a_stranger_goes_to_quarantine_with_the_reason(
    amqp_url, keys, referral, tmp_path
):
    subscribe_first(amqp_url)
    run("keys", "make", str(tmp_path / "stranger"), "environment")
    publish(amqp_url, tmp_path / "stranger", referral)
    publish(amqp_url, keys, referral)

    done = listen(amqp_url, keys)

    assert "to the quarantine: unknown key environment-" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_nobody_publishes_with_the_key_of_another(amqp_url, keys, referral):
    done = publish(amqp_url, keys, referral, key="procuratorate", expect=1)

    assert "is not the key of environment" in done.stderr


def test_a_wrong_event_is_refused_by_the_name_of_its_attribute(amqp_url, keys, referral):
    referral.write_text(json.dumps({**REFERRAL, "sequence": 0}))

    done = publish(amqp_url, keys, referral, expect=1)

    assert "sequence: must lie between" in done.stderr


def test_a_broker_that_is_not_there_is_told_in_one_line(keys, referral):
    done = publish("amqp://guest:guest@127.0.0.1:1/", keys, referral, expect=1)

    assert "Nothing listens at 127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


def subscribe_first(url):
    import liandong as ld  # noqa: PLC0415  (the command is what this file is about)

    with ld.connect(url, name="test") as connection:
        wanted = [("environment", "case.referred.v1")]
        ld.declare(connection.channel(), ld.inbox_topology("procuratorate", wanted))
