"""The import names of this project do not collide with others."""

import sys
from collections import Counter
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWNERS = {
    "services": "liandong-platform",
    "shared": "liandong-platform",
    "demo": "liandong-platform",
    "liandong": "liandong",
}


@pytest.mark.parametrize("name", OWNERS)
def test_no_other_installed_distribution_owns_it(name):
    claims = {
        found.metadata["Name"]
        for found in distributions()
        if any(path.parts[0] == name for path in found.files or ())
        or name in (found.read_text("top_level.txt") or "").split()
    }

    assert claims <= {OWNERS[name]}


def test_no_module_is_named_like_one_of_the_standard_library():
    folders = [ROOT / "shared", ROOT / "sdk" / "liandong"]

    taken = {
        path.stem for folder in folders for path in folder.glob("*.py")
    } & sys.stdlib_module_names

    assert taken <= {"__init__"}


def test_nothing_is_skipped_or_patched_in_the_tests():
    found = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__)
        and any(
            word in path.read_text()
            for word in ("mock" + ".patch", "mark" + ".skip", "monkeypatch.setattr")
        )
    ]

    assert found == []


def test_every_test_file_has_a_name_of_its_own():
    """pytest imports the test files of all folders into one process, by their bare names."""
    paths = (ROOT / "tests").rglob("test_*.py")

    twice = [name for name, files in Counter(path.name for path in paths).items() if files > 1]

    assert twice == []
