"""A made-up sixth department is one folder: it starts and receives an event."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIXTH = Path(__file__).parent / "sixth"


def test_a_new_folder_is_a_new_department_that_hears_the_others(tmp_path):
    for name in ("services", "shared"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SIXTH / "market_supervision", tmp_path / "services" / "market_supervision")

    done = subprocess.run(
        [sys.executable, SIXTH / "drive.py", tmp_path / "home"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "market_supervision knows 140728-0007" in done.stdout
