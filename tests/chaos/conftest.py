"""Registers the `chaos` marker: `pytest -m chaos` selects these tests."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "chaos: a live run of faults against real processes")
