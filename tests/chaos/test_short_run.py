"""P1 to P4 hold in a short run of all kinds of faults; `python -m chaos` runs the long one."""

import pytest

from chaos.faults.fault_kinds import BY_NAME
from chaos.hostile_messages import COUNT
from chaos.run import run_city
from chaos.sizes import RunSize

pytestmark = pytest.mark.slow

SEED = 20261008
SHORT = RunSize(events=200, faults=len(BY_NAME), span_s=12.0, subjects=12)


@pytest.mark.chaos
@pytest.mark.timeout(400)  # half a minute on an idle machine
def test_nothing_is_lost_doubled_or_disordered_under_one_fault_of_each_kind(tmp_path):
    home = tmp_path / "city"

    result = run_city(home, SEED, SHORT, say=print)

    assert result["faults_by_kind"] == dict.fromkeys(sorted(BY_NAME), 1)
    assert result["events"] >= SHORT.events
    assert {name: result[name] for name in ("lost", "doubled", "disordered")} == {
        "lost": 0,
        "doubled": 0,
        "disordered": 0,
    }
    assert result["altered"] == []
    assert result["lanes_left"] == {"housing": 0, "archive": 0}
    assert result["poison"]["sent"] == 1
    assert result["poison"]["not_kept"] == []
    assert result["hostile"]["sent"] == COUNT
    assert result["hostile"]["nowhere"] == []
