"""Selection and order of the tests of a run, and their distribution over processes."""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

SECOND_HOST = "plain"
FOLDERS = (
    "e2e",
    "chaos",
    "integration",
    "repo",
    "model",
    "papers",
    "contract",
    "process",
    "unit",
)
"""Folders of tests, ordered by the duration of their files, longest first."""
WITHOUT_THE_PLATFORM = {
    "test_demo.py",
    "test_large_backlog_long.py",
    "test_report.py",
    "test_upgrade_drill.py",
}
"""E2e tests that do not use the shared platform."""


def is_wanted(config: pytest.Config, item: pytest.Item) -> bool:
    """Tell whether the options select a test for this run."""
    is_long = item.get_closest_marker("long") is not None
    if is_long or config.getoption("--long"):
        return is_long and bool(config.getoption("--long"))
    asked = config.getoption("--slow")
    return asked == "with" or is_slow(item) == (asked == "only")


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test takes half a minute, or repeats another one on the second host."""
    called = getattr(item, "callspec", None)
    host = called.params.get("host") if called else None
    return host == SECOND_HOST or item.get_closest_marker("slow") is not None


def sort_longest_first(items: list[pytest.Item]) -> None:
    """Sort the files that take longest first; within a folder, those with the most tests.

    A long file that starts last keeps one process busy while the others idle. Tests that share the
    platform keep the order of their files: they run in one process anyway.
    """
    sizes = Counter(item.path for item in items if "e2e" not in item.path.parts)
    items.sort(key=lambda item: (_rank(item), -sizes[item.path], item.path))


def _rank(item: pytest.Item) -> int:
    """Return the rank of a test's folder; unlisted folders rank last."""
    found = [FOLDERS.index(name) for name in item.path.parts if name in FOLDERS]
    return found[-1] if found else len(FOLDERS)


class SharedServersScheduling(LoadScopeScheduling):
    """Runs each file in one process, and all tests that share the platform in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        *_, folder, name = ("", *file.split("/"))
        return "platform" if folder == "e2e" and name not in WITHOUT_THE_PLATFORM else file
