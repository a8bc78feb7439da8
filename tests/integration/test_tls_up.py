"""`liandong up --tls`: departments and commands reach the private broker over TLS only."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from liandong.amqp.address import Address
from liandong.amqp.connection import connect
from liandong.errors import BrokerUnavailable
from shared.local.state_file import read_state

pytestmark = pytest.mark.slow

COMMAND = str(Path(sys.executable).parent / "liandong")
SERVERS = ("LIANDONG_AMQP_URL", "LIANDONG_MONGO_URL")
OWN = {name: value for name, value in os.environ.items() if name not in SERVERS}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    """The home folder of a running platform."""
    folder = tmp_path_factory.mktemp("up")
    command = [COMMAND, "up", "--tls", "--home", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=OWN) as running:
        assert running.stdout is not None
        told = []
        for line in running.stdout:
            told.append(line)
            if "All departments are ready" in line:
                break
        assert "All departments are ready" in told[-1], told
        yield folder
        running.send_signal(signal.SIGINT)
        running.wait(60)


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [COMMAND, *arguments, "--home", str(home)]
    return subprocess.run(
        command, capture_output=True, check=False, text=True, env=OWN, timeout=100
    )


def test_the_broker_is_reached_with_its_authority_and_not_in_the_clear(home):
    running = read_state(home)
    assert running is not None

    assert {urlsplit(url).scheme for url in running.amqp_urls.values()} == {"amqps"}
    with pytest.raises(BrokerUnavailable):
        connect(Address(running.amqp_url.replace("amqps:", "amqp:")), name="test")


def test_an_act_at_the_command_line_is_in_the_log_which_is_whole(home):
    moved = run(home, "partitions", "agriculture", "2", "--why", "扩容")
    noted = run(home, "audit", "verify", "agriculture")
    listed = run(home, "audit", "list", "agriculture")

    assert moved.returncode == 0, moved.stderr
    assert noted.returncode == 0, noted.stderr
    assert "partitions" in listed.stdout
    checkpoint = noted.stdout.strip()
    again = run(home, "audit", "verify", "agriculture", "--checkpoint", checkpoint)
    later = run(home, "audit", "verify", "agriculture", "--checkpoint", f"9:{'0' * 64}")
    assert again.returncode == 0
    assert later.returncode == 1
    assert "cut off" in later.stderr
