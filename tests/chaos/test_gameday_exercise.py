"""One exercise of the game day, with every wait cut short: broker, alert, runbook, verdict."""

import subprocess
from pathlib import Path

import pytest

from gameday.exercises.broker_down import EXERCISE
from gameday.pace import Pace
from gameday.run import run_exercise

ROOT = Path(__file__).parents[2]
INSTALL_S = 300
SHORT = Pace(
    "test", outage_s=6, steady_s=4, keep_s=0, factor=30, group_wait_s=1, flood=10, interval="2s"
)


@pytest.fixture(scope="module")
def watch():
    """See that Prometheus and Alertmanager are on this machine."""
    script = [str(ROOT / "scripts/ensure-prometheus.sh"), "--alertmanager"]
    subprocess.run(script, check=True, timeout=INSTALL_S)


@pytest.mark.chaos
@pytest.mark.timeout(400)  # a minute on a free machine
@pytest.mark.usefixtures("watch")
def test_a_dead_broker_rings_is_mended_by_its_runbook_and_loses_nothing(tmp_path):
    row = run_exercise(tmp_path / "broker-down", EXERCISE, SHORT, say=print)

    proof = row["proof"]
    assert [at for at in row["record"]["seen"] if not at["ok"]] == []
    assert [at for at in row["record"]["ran"] if not at["ok"]] == []
    assert {name: proof[name] for name in ("lost", "doubled", "disordered")} == {
        "lost": 0,
        "doubled": 0,
        "disordered": 0,
    }
    assert all(at["closed"] for at in proof["probes"])
    assert proof["clocks"]["differences"] == []
    assert any(at["alert"] == "BrokerDown" for at in row["desk"])
