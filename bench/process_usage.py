"""Processor time and memory of processes, from /proc."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shared.local.processes.sessions import session_members

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of processor time and bytes of resident memory of a process and its children."""

    cpu_s: float = 0.0
    memory: int = 0


def usage_of(pid: int) -> Usage:
    """Read the usage of a session; includes processor time of reaped children."""
    cpu, memory = 0.0, 0
    for member in session_members(pid):
        folder = Path(f"/proc/{member}")
        try:
            stat = (folder / "stat").read_text("utf-8", "replace")
            pages = (folder / "statm").read_text().split()[1]
        except OSError:
            continue
        times = stat[stat.rindex(")") + 2 :].split()[11:15]
        cpu += sum(map(int, times)) / TICKS
        memory += int(pages) * PAGE
    return Usage(cpu, memory)


def numbered_names(name: str, pids: Iterable[int]) -> dict[str, int]:
    """Return the pids of one role by name: `role`, `role 2`, `role 3` …."""
    return {f"{name} {number}" if number > 1 else name: pid for number, pid in enumerate(pids, 1)}


class Meter:
    """Measures the usage of each named process since the meter's creation."""

    def __init__(self, pids: dict[str, int]) -> None:
        self._pids = pids
        self._before = {name: usage_of(pid) for name, pid in pids.items()}

    def cpu_us_per_event(self, events: int) -> dict[str, float]:
        """Return microseconds of processor time per event by process."""
        return {
            name: round((usage_of(pid).cpu_s - self._before[name].cpu_s) / events * 1e6, 1)
            for name, pid in self._pids.items()
        }

    def memory_mb(self) -> dict[str, float]:
        """Return the current resident memory of each process in MB."""
        return {name: round(usage_of(pid).memory / 1e6, 1) for name, pid in self._pids.items()}
