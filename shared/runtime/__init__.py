"""One process of a department: its components, health checks and metrics.

The names are loaded when they are first used: to start the nameko host, Python imports this package
first, and eventlet must patch the standard library before any other module is imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.config.city_files import CityFiles
    from shared.runtime.department import Department

__all__ = ["CityFiles", "Department"]

MODULES = {"CityFiles": "shared.config.city_files", "Department": "shared.runtime.department"}


def __getattr__(name: str) -> Any:
    """Load a name of this package."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(MODULES[name]), name)
