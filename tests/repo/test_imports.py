"""The import rules hold, and they would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": f"{folder}:{folder / 'sdk'}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("services", "shared", "demo", "sdk"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_all_rules_are_kept():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "rule"),
    [
        (
            "shared/clock/system.py",
            "import services.environment.service",
            "the kit names no department",
        ),
        ("sdk/liandong/errors.py", "import shared.errors", "the SDK stands alone"),
        ("services/environment/plots/domain.py", "import pymongo", "import no framework"),
        (
            "services/agriculture/reclamations/handlers.py",
            "import services.environment.plots.domain",
            "meet only through messages",
        ),
        (
            "services/environment/plots/messages.py",
            "import services.environment.plots.domain",
            "messages import nothing of their subject",
        ),
    ],
)
def test_a_broken_rule_is_noticed(copy, file, line, rule):
    path = copy / file
    path.write_text(f"{path.read_text()}\n{line}  # broken on purpose\n")

    done = lint(copy)

    assert done.returncode != 0
    assert any(rule in words and "BROKEN" in words for words in done.stdout.splitlines())
