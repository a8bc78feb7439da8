"""One process of a department: its components, health checks and metrics."""

from shared.config.city_files import CityFiles
from shared.runtime.department import Department

__all__ = [
    "CityFiles",
    "Department",
]
