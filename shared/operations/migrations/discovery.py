"""Discovery of a department's migrations by folder: those of the kit, then its own."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from shared.messages.namespace import ROOT
from shared.operations.migrations.migration import Migration

KIT = "shared.operations.migrations.steps"


def migrations_of(department: str) -> tuple[Migration, ...]:
    """List a department's migrations in order; raises `ValueError` if a name occurs twice."""
    own = f"{ROOT}.{department}.migrations"
    found = [migration for package in (KIT, own) for migration in _in(package)]
    names = [migration.name for migration in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"migrations with the same name: {', '.join(sorted(twice))}")
    return tuple(found)


def _in(package: str) -> list[Migration]:
    if find_spec(package) is None:
        return []
    folder = Path(str(import_module(package).__file__)).parent
    modules = sorted(path.stem for path in folder.glob("m[0-9]*_*.py"))
    return [import_module(f"{package}.{name}").MIGRATION for name in modules]
