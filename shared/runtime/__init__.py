"""One process of a department: its parts put together, its health, its metrics."""

from shared.config.city_files import CityFiles
from shared.runtime.department import Department

__all__ = [
    "CityFiles",
    "Department",
]
