"""Common start-up of every host: arguments, settings, address, logs."""

import argparse
import gc
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from shared.catalog.catalog import UnknownDepartmentError, load_service
from shared.clock.system import system_clock
from shared.config.settings import Settings
from shared.errors import SettingsError
from shared.local.city_files import configure_city_files
from shared.observability import logs
from shared.vocabulary.divisions import divisions
from shared.vocabulary.tolerances import tolerances

log = structlog.get_logger()
ROLES = ("all", "api", "worker")


@dataclass(frozen=True, slots=True)
class StartOptions:
    """Start options of a host."""

    department: str
    role: str
    settings: Settings

    @property
    def serves_api(self) -> bool:
        """Whether all routes are served, or only the operational ones."""
        return self.role != "worker"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        return address_of(self.settings.http_address)


def parse_options(program: str, about: str, arguments: Sequence[str] | None = None) -> StartOptions:
    """Parse arguments and environment; exit with one sentence on an error."""
    parser = argparse.ArgumentParser(prog=program, description=about)
    parser.add_argument("department")
    parser.add_argument("--role", choices=ROLES, default="all")
    asked = parser.parse_args(arguments)
    try:
        service = load_service(asked.department)
        settings = Settings.from_env()
        configure_city_files(settings.city_files)
        divisions()
        tolerances()
        service.check(settings.city_files)
    except (SettingsError, UnknownDepartmentError) as error:
        sys.exit(f"liandong: {error}")
    check_port_free(settings.http_address)
    logs.configure_logs(settings.log_level, asked.department)
    if settings.clock is not system_clock:
        log.warning("clock.movable", why="this is a drill")
    return StartOptions(asked.department, asked.role, settings)


def tune_gc() -> None:
    """Exclude long-lived objects from garbage collection, and collect less often.

    A batch creates thousands of short-lived objects; each full collection costs milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def check_port_free(address: str) -> None:
    """Exit with one sentence if the port is in use: a host might otherwise share it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address_of(address))
        except OSError as error:
            sys.exit(f"liandong: cannot listen on {address}: {error.strerror}")


def address_of(text: str) -> tuple[str, int]:
    """Split HOST:PORT."""
    host, _, port = text.rpartition(":")
    return host, int(port)
