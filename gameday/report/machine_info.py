"""What the report says of the machine."""

import os
import platform
from pathlib import Path

MEMORY = Path("/proc/meminfo")
KB_A_GB = 1_048_576


def machine() -> str:
    """Tell processors, memory, system and Python; no name of the machine."""
    memory = int(MEMORY.read_text().split()[1]) / KB_A_GB
    return (
        f"{os.cpu_count()} processors, {memory:.0f} GB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}"
    )
