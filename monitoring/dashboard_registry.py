"""All dashboards, discovered by folder."""

import importlib
from pathlib import Path

from monitoring.panels import Dashboard

FOLDER = Path(__file__).with_name("dashboards")
ORDER = ("overview", "clocks", "cases", "department", "delivery", "broker", "store", "host")


def dashboards() -> tuple[Dashboard, ...]:
    """Return the dashboards, those for duty officers and leaders before those for engineers."""
    names = {path.stem for path in FOLDER.glob("[a-z]*.py")}
    if names != set(ORDER):
        raise LookupError(f"name the place of {names ^ set(ORDER)} in ORDER")
    return tuple(importlib.import_module(f"monitoring.dashboards.{name}").BOARD for name in ORDER)
