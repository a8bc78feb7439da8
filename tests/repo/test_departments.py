"""A department is complete: folder, service, compose stanza, README rows, tests."""

import ast
from pathlib import Path

import pytest
import yaml

from shared.catalog.catalog import department_names, load_service
from shared.catalog.subscriptions import subscriptions_of

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "services"
SUBJECT_FILES = ("messages.py", "domain.py", "handlers.py")
COMMON = ("casework", "law")
LAW = ("procedures", "steps")
"""Tables and terms of the law: no documents, no handlers."""
FORMS_ONLY = ("papers",)  # fields and layouts only: no documents, no handlers


def missing_of(root: Path, department: str) -> list[str]:
    """Describe everything that a department lacks to be part of the project."""
    compose = yaml.safe_load((root / "docker-compose.yml").read_text())
    lacks = []
    if department not in str([service.get("command") for service in compose["services"].values()]):
        lacks.append(f"docker-compose.yml has no stanza for {department}")
    for readme in ("README.md", "README.zh-CN.md"):
        if f"services/{department}" not in (root / readme).read_text():
            lacks.append(f"{readme} has no row for services/{department}")
    if not list((root / "tests").glob(f"*/test_{department}_*.py")):
        lacks.append(f"tests has no test_{department}_*.py")
    return lacks


@pytest.mark.parametrize("department", department_names())
def test_it_has_all_that_makes_it_a_part_of_the_project(department):
    assert missing_of(ROOT, department) == []


def test_what_a_new_department_lacks_is_named():
    lacks = missing_of(ROOT, "market_supervision")

    assert any("docker-compose.yml" in words for words in lacks)
    assert any("README.md" in words for words in lacks)
    assert any("README.zh-CN.md" in words for words in lacks)
    assert any("tests has no" in words for words in lacks)


def subjects():
    return sorted(
        folder
        for folder in SERVICES.glob("*/*")
        if folder.is_dir()
        and folder.name not in ("__pycache__", "migrations", *LAW, *FORMS_ONLY)
        and folder.parent.name != "partners"
    )


@pytest.mark.parametrize(
    "subject", subjects(), ids=lambda folder: f"{folder.parent.name}.{folder.name}"
)
def test_a_subject_has_the_files_that_every_subject_has(subject):
    there = {path.name for path in subject.glob("*.py")}

    if any(
        "@event" in path.read_text() or "@command" in path.read_text()
        for path in subject.glob("*.py")
    ):
        assert "messages.py" in there
    assert {"domain.py", "handlers.py"} <= there


@pytest.mark.parametrize("department", department_names())
def test_its_service_is_a_table_of_contents(department):
    tree = ast.parse((SERVICES / department / "service.py").read_text())

    for method in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        body = [
            statement
            for statement in method.body
            if not isinstance(
                statement.value if isinstance(statement, ast.Expr) else statement, ast.Constant
            )
        ]
        assert len(body) == 1, f"{method.name} holds more than one statement"
        assert not any(isinstance(node, ast.If) for node in ast.walk(method)), (
            f"{method.name} decides"
        )


@pytest.mark.parametrize("department", department_names())
def test_it_reacts_to_somebody(department):
    assert subscriptions_of(load_service(department))


def test_no_file_of_a_department_is_longer_than_200_lines():
    lengths = {path: len(path.read_text().splitlines()) for path in SERVICES.rglob("*.py")}

    assert lengths
    assert {str(path): lines for path, lines in lengths.items() if lines > 200} == {}
