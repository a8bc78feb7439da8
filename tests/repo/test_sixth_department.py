"""A sixth department is a single folder: it starts and receives an event."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIXTH = Path(__file__).parent / "sixth"


@pytest.mark.slow
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
    assert "coordination heard of 140728-0007" in done.stdout


def programs(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)


def test_the_tutorial_shows_the_files_that_are_started():
    shown = dict(program.split("\n", 1) for program in programs("docs/first-department.md"))

    assert set(shown) == {
        "# notices/domain.py",
        "# notices/handlers.py",
        "# notices/messages.py",
        "# service.py",
    }
    for name, program in shown.items():
        file = SIXTH / "market_supervision" / name.removeprefix("# ")
        assert program == file.read_text(encoding="utf-8"), name


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_department_of_the_readme_is_the_one_that_is_started(name):
    [shown] = programs(name)
    files = (SIXTH / "market_supervision").rglob("*.py")
    written = {line.strip() for file in files for line in file.read_text().splitlines()}

    lines = [line.partition("  # ")[0].strip() for line in shown.splitlines()]
    assert [line for line in lines if line and line not in written] == []
