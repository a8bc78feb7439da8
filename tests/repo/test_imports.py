"""The import rules hold, and the linter detects a violation of each."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": f"{folder}:{folder / 'sdk'}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [LINT, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


BROKEN = [
    (
        "shared/clock/system.py",
        "services.environment.service",
        "the kit names no department",
    ),
    ("shared/store/document.py", "shared.web.auth", "the kit stands in layers"),
    ("sdk/liandong/errors.py", "shared.errors", "the SDK stands alone"),
    ("testbed/testbed.py", "gameday", "the testbed knows none of its users"),
    ("demo/clean.py", "testbed.testbed", "the product does not know the testbed"),
    ("services/environment/plots/domain.py", "pymongo", "import no framework"),
    (
        "services/agriculture/reclamations/handlers.py",
        "services.environment.plots.domain",
        "meet only through messages",
    ),
    (
        "services/environment/plots/messages.py",
        "services.environment.plots.domain",
        "messages import nothing of their subject",
    ),
]
"""Files, a forbidden import of each, and the rule that forbids it."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the linter's title and text for each rule, in a copy where all are broken."""
    copy = tmp_path_factory.mktemp("broken")
    for name in ("services", "shared", "demo", "sdk", "testbed"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for file, imported, _ in BROKEN:
        path = copy / file
        path.write_text(f"{path.read_text()}\nimport {imported}  # broken on purpose\n")
    done = lint(copy)
    assert done.returncode != 0
    _, *parts = re.split(r"^(\w.+)\n-+$", done.stdout, flags=re.M)
    return {
        title: " ".join(text.split()) for title, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_all_rules_are_kept():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("file", "imported", "rule"), BROKEN)
def test_a_broken_rule_is_noticed(told, file, imported, rule):
    module = file.removeprefix("sdk/").removesuffix(".py").replace("/", ".")

    [text] = [text for title, text in told.items() if rule in title]

    assert f"- {module} -> {imported} (l." in text


PACKAGES = {
    "calendar",
    "catalog",
    "clock",
    "contracts",
    "delivery",
    "errors",
    "handling",
    "messages",
    "operations.migrations",
    "papers",
    "runtime",
    "soil",
    "store",
    "texts",
    "vocabulary",
    "web",
}
"""Packages that a department may import. Commands and shared code may import the rest."""


def imports_of(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_services_import_packages_of_the_kit_and_not_their_inner_modules():
    inner = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in sorted((ROOT / "services").rglob("*.py"))
        if path.name != "cli.py" and "continuity" not in path.parts
        for module in imports_of(path)
        if module.startswith("shared.") and not module.startswith("shared.cli.")
        if module.removeprefix("shared.") not in PACKAGES
    ]

    assert inner == []


def test_a_message_loads_only_messages_and_the_words_that_they_are_made_of():
    code = """
import importlib, pathlib, sys
for path in pathlib.Path("services").rglob("messages.py"):
    importlib.import_module(".".join(path.with_suffix("").parts))
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.split()
    kit = {name.split(".")[1] for name in loaded if name.startswith("shared.")}
    assert kit == {"errors", "messages", "texts", "vocabulary"}
    assert not {"shapely", "http.client", "pika", "pymongo", "nameko"} & set(loaded)


def test_the_root_of_the_kit_holds_packages():
    files = sorted(path.name for path in (ROOT / "shared").glob("*.py"))

    assert files == ["__init__.py", "errors.py"]


def test_no_folder_of_the_kit_is_long():
    folders = [folder for folder in (ROOT / "shared").rglob("*") if folder.is_dir()]

    long = {
        str(folder.relative_to(ROOT)): files
        for folder in folders
        if (files := len([path for path in folder.glob("*.py") if path.name != "__init__.py"])) > 16
    }

    assert long == {}


def test_the_class_of_the_office_loads_the_messages_that_it_names_and_no_others():
    code = "import sys, services.coordination.service; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = {name for name in done.stdout.split() if name.endswith(".messages")}
    assert "services.coordination.competence.messages" in loaded
    assert "services.environment.plots.messages" not in loaded
