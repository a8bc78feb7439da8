"""Command, keys and ports with which the departments start on this machine."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from shared.local.ports import free_ports, is_free

FIRST_PORT = 8101


def service_command(department: str) -> list[str]:
    """Return the command that runs one department with all its roles."""
    return [sys.executable, "-m", "shared.runtime.nameko.main", department, "--role", "all"]


def no_keys(_home: Path) -> dict[str, str]:
    """Create no keys and return no extra environment for the services."""
    return {}


def choose_ports(
    departments: Sequence[str], first: int, say: Callable[[str], None]
) -> dict[str, int]:
    """Return each department's port: the usual one, or a free one with a notice to the user."""
    ports = {name: first + n for n, name in enumerate(departments)}
    for department, port in ports.items():
        if not is_free(port):
            ports[department] = free_ports(1)[0]
            say(f"  port {port} is taken: {department} gets {ports[department]}")
    return ports
