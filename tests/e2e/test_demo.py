"""`python -m demo run`, as a new user runs it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "demo", "run"]
ROOT = Path(__file__).parents[2]
LONGEST_S = 180
STAYS = "按 Ctrl-C 停止"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def own_servers() -> dict[str, str]:
    foreign = ("LIANDONG_AMQP_URL", "LIANDONG_MONGO_URL")
    return {name: value for name, value in os.environ.items() if name not in foreign}


@pytest.fixture(scope="module")
def first(home, own_servers) -> subprocess.CompletedProcess[str]:
    return run([*COMMAND, "--once", "--home", str(home)], own_servers)


@pytest.mark.timeout(LONGEST_S)
def test_it_runs_all_flows_and_ends(first):
    assert first.returncode == 0, first.stdout + first.stderr
    assert "从头开始" not in first.stdout
    assert "所有应有的回应均已到达" in first.stdout


def test_the_report_is_left_as_html_and_markdown(first, home):
    html = (home / "report.html").read_text("utf-8")
    text = (home / "report.md").read_text("utf-8")

    assert first.returncode == 0
    for report in (html, text):
        assert "昔阳县人民检察院" in report
        assert "演示虚构" in report
        assert "所有应有的回应均已到达" in report
    assert text.count("```sh") == 3


@pytest.mark.timeout(LONGEST_S)
@pytest.mark.usefixtures("first")
def test_again_it_starts_clean_stays_up_its_commands_work_and_ctrl_c_ends_all_it_started(
    home, own_servers
):
    log = home / "stays.txt"
    with log.open("wb") as file:
        demo = subprocess.Popen(
            [*COMMAND, "--home", str(home)], cwd=ROOT, env=own_servers, stdout=file, stderr=file
        )
    try:
        wait_for_report(demo, log)
        second = run([*COMMAND, "--once", "--home", str(home)], own_servers)
        answers = [answer_of(command) for command in commands(home)]
        started = psutil.Process(demo.pid).children(recursive=True)
        demo.send_signal(signal.SIGINT)
        code = demo.wait(30)
    finally:
        demo.kill()

    assert "从头开始" in log.read_text("utf-8")
    assert "所有应有的回应均已到达" in log.read_text("utf-8")
    assert second.returncode == 1
    assert "already in use" in second.stdout
    assert answers[0]["conditions"]
    assert answers[1]["state"] == "不予办理"
    assert answers[2]["items"]
    assert code == 0
    assert len(started) >= 7
    assert [process for process in started if lives(process)] == []


def run(command: list[str], env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )


def lives(process: psutil.Process) -> bool:
    """A machine whose init process does not reap the dead keeps them as zombies."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_for_report(demo: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + LONGEST_S
    while STAYS not in log.read_text("utf-8"):
        assert demo.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.1)


def commands(home: Path) -> list[str]:
    report = (home / "report.md").read_text("utf-8")
    return re.findall(r"```sh\n(.*)\n```", report)


def answer_of(command: str) -> dict:
    done = run(["bash", "-c", command])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
