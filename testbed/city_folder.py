"""A fictional city: a folder with scripts and a `services` package that replaces the platform's."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from shared.local.errors import LocalError
from shared.local.processes.environment import child_environment

ROOT = Path(__file__).parent.parent
_ERROR_CHARACTERS = 3000


def import_settings(*folders: Path) -> dict[str, str]:
    """Return the environment that puts these folders before the repository on the import path."""
    paths = (*map(str, folders), str(ROOT), child_environment().get("PYTHONPATH", ""))
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONDONTWRITEBYTECODE": "1"}


def script_command(script: Path, *arguments: str) -> list[str]:
    """Return the command that runs a script without its own folder on the import path."""
    return [sys.executable, "-P", str(script), *arguments]


def run_script(script: Path, *arguments: str, env: Mapping[str, str]) -> str:
    """Run a script and return its output; raises `LocalError` with the last of its stderr."""
    command = script_command(script, *arguments)
    done = subprocess.run(
        command, env=child_environment(env), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LocalError(f"{script.name} failed:\n{done.stderr[-_ERROR_CHARACTERS:]}")
    return done.stdout
