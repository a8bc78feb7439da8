"""Chaos as a test: `pytest -m chaos` finds it."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "chaos: a live run of faults against real processes")
