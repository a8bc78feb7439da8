"""The machine and the versions of a measurement."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from bench.venvs import version_of
from shared.local.store import PROGRAM

PEER_PACKAGES = {
    "nameko": "nameko",
    "FastStream": "faststream",
    "Celery": "celery",
    "Dramatiq": "dramatiq",
}


def machine(broker_version: str) -> dict[str, str]:
    """Return processor, cores, memory, kernel and versions."""
    return {
        "cpu": _first(Path("/proc/cpuinfo"), "model name") or platform.processor() or "unknown",
        "cores": str(os.cpu_count()),
        "memory": _gigabytes(_first(Path("/proc/meminfo"), "MemTotal")),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "RabbitMQ": broker_version,
        "store": f"{PROGRAM} ({version('secantusdb')})",
        **{name: version_of(venv, venv) for name, venv in PEER_PACKAGES.items()},
    }


def _first(file: Path, name: str) -> str:
    if not file.exists():
        return ""
    lines = file.read_text("utf-8", "replace").splitlines()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith(name))
    return next(found, "")


def _gigabytes(text: str) -> str:
    number = text.partition(" ")[0]
    return f"{int(number) / 1024**2:.1f} GiB" if number.isdecimal() else "unknown"
