"""Selection and order of the tests of a run, and their distribution over processes."""

from collections import Counter
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

SECOND_HOST = "plain"
WAITING = ("e2e", "chaos", "integration")
"""Folders of tests that mostly wait for servers, ordered by the duration of their files."""
COMPUTING = ("repo", "model", "papers", "contract", "process", "component", "unit")
"""Folders of tests that keep a processor busy, ordered likewise."""
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


def sort_for_processes(items: list[pytest.Item]) -> None:
    """Sort files so that tests that wait run beside tests that compute, the longest files first.

    A long file that starts last keeps one process busy while the others idle. Tests that share the
    platform come first and keep the order of their files: they run in one process anyway.
    """
    sizes = Counter(item.path for item in items)
    places: dict[Path, float] = {}
    for folders in (WAITING, COMPUTING):
        files = [path for path in sizes if _folder(path) in folders]
        files.sort(key=lambda path: (folders.index(_folder(path)), -sizes[path], path))
        places |= {path: number / len(files) for number, path in enumerate(files)}
    for path in places:
        if _folder(path) == "e2e" and path.name not in WITHOUT_THE_PLATFORM:
            places[path] = -1.0
    items.sort(key=lambda item: (places.get(item.path, 1.0), item.path))


def _folder(path: Path) -> str:
    """Return the folder of `tests/` that a file is in."""
    found = [name for name in path.parts if name in (*WAITING, *COMPUTING)]
    return found[-1] if found else ""


class SharedServersScheduling(LoadScopeScheduling):
    """Runs each file in one process, and all tests that share the platform in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        *_, folder, name = ("", *file.split("/"))
        return "platform" if folder == "e2e" and name not in WITHOUT_THE_PLATFORM else file
