"""The description of the machine in the report."""

import os
import platform
from pathlib import Path

MEMORY = Path("/proc/meminfo")
KB_A_GB = 1_048_576


def machine_info() -> str:
    """Describe processors, memory, system and Python, without the machine's name."""
    memory = int(MEMORY.read_text().split()[1]) / KB_A_GB
    return (
        f"{os.cpu_count()} processors, {memory:.0f} GB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}"
    )
