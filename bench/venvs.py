"""One virtual environment per peer, from its pinned requirements; created once, in parallel."""

import hashlib
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.errors import BenchError

HOME = Path(".local/bench/venvs")
REQUIREMENTS = Path(__file__).parent / "requirements"
PEERS = ("nameko", "faststream", "celery", "dramatiq")
CHART = "chart"


def python_of(name: str) -> Path:
    """Return the interpreter of a peer's environment."""
    return (HOME / name / "bin" / "python").absolute()


def make(names: Sequence[str], say: Callable[[str], None]) -> None:
    """Create missing or outdated environments; raises `BenchError` if an installation fails."""
    missing = [name for name in names if not _is_done(name)]
    if not missing:
        return
    say(f"Making the environments of {', '.join(missing)} (once, about half a minute) …")
    with ThreadPoolExecutor(len(missing)) as pool:
        for name in pool.map(_make, missing):
            say(f"  {name} is ready")


def version_of(name: str, package: str) -> str:
    """Return the pinned version of a package in a peer's requirements."""
    for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines():
        if line.lower().startswith(f"{package.lower()}=="):
            return line.partition("==")[2]
    raise BenchError(f"bench/requirements/{name}.txt does not pin {package}")


def _is_done(name: str) -> bool:
    stamp = HOME / name / ".done"
    return stamp.exists() and stamp.read_text() == _wanted(name)


def _wanted(name: str) -> str:
    content = (REQUIREMENTS / f"{name}.txt").read_bytes()
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def _make(name: str) -> str:
    venv.create(HOME / name, clear=True, with_pip=True)
    command = [str(python_of(name)), "-m", "pip", "install", "--disable-pip-version-check"]
    asked = [*command, "--quiet", "-r", str(REQUIREMENTS / f"{name}.txt")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(
            f"The packages of {name} could not be installed:\n{done.stderr[-2000:]}\n"
            "See that the package index can be reached, then try again."
        )
    (HOME / name / ".done").write_text(_wanted(name))
    return name
