"""Discovery of a department's migrations by folder: of the kit, of its subjects, its own."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from shared.catalog.catalog import department_names, document_types
from shared.messages.namespace import ROOT
from shared.operations.migrations.migration import Migration

KIT = "shared.operations.migrations.steps"


def migrations_of(department: str) -> tuple[Migration, ...]:
    """List a department's migrations in order; raises `ValueError` if a name occurs twice.

    Common subjects, whose documents several departments store, have migrations of their own.
    """
    packages = (KIT, *_common_subjects(department), f"{ROOT}.{department}.migrations")
    found = [migration for package in packages for migration in _in(package)]
    names = [migration.name for migration in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"migrations with the same name: {', '.join(sorted(twice))}")
    return tuple(found)


def _common_subjects(department: str) -> list[str]:
    """List the packages of migrations of the subjects whose documents a department shares."""
    if department not in department_names():
        return []
    homes = {kind.__module__.split(".")[1] for kind in document_types(department)}
    return [f"{ROOT}.{home}.migrations" for home in sorted(homes - {department})]


def _in(package: str) -> list[Migration]:
    if find_spec(package) is None:
        return []
    folder = Path(str(import_module(package).__file__)).parent
    modules = sorted(path.stem for path in folder.glob("m[0-9]*_*.py"))
    return [import_module(f"{package}.{name}").MIGRATION for name in modules]
