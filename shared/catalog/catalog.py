"""The catalog of departments, partners, messages and documents, found by folder."""

import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from shared.messages.declare import is_command, is_event, meta_of
from shared.messages.namespace import PARTNERS, ROOT


class UnknownDepartmentError(Exception):
    """There is no folder of this name with a `service.py` under `services`."""

    def __init__(self, name: str) -> None:
        known = ", ".join(department_names())
        super().__init__(f"there is no department {name!r}; there are: {known}")


def services_root() -> Path:
    """Return the folder of all departments."""
    return Path(str(importlib.import_module(ROOT).__file__)).parent


@cache
def department_names() -> tuple[str, ...]:
    """List the departments: the folders that have a `service.py`."""
    return tuple(sorted(path.parent.name for path in services_root().glob("*/service.py")))


@cache
def partner_names() -> tuple[str, ...]:
    """List the partners: organisations with contracts but without a service here."""
    return tuple(
        sorted(path.parent.name for path in services_root().glob(f"{PARTNERS}/*/messages.py"))
    )


def load_service(department: str) -> type[Any]:
    """Load a department's service class; `UnknownDepartmentError` lists the known names."""
    if department not in department_names():
        raise UnknownDepartmentError(department)
    module = importlib.import_module(f"{ROOT}.{department}.service")
    return next(
        cls
        for _, cls in inspect.getmembers(module, inspect.isclass)
        if cls.__module__ == module.__name__ and getattr(cls, "name", None) == department
    )


@cache
def events() -> tuple[type[Any], ...]:
    """List all events, by type."""
    found = {
        cls
        for module in _modules("messages")
        for cls in _classes_defined_in(module)
        if is_event(cls)
    }
    return tuple(sorted(found, key=lambda cls: meta_of(cls).type))


@cache
def commands() -> tuple[type[Any], ...]:
    """List all commands, by module and name."""
    found = {
        cls
        for module in _modules("messages")
        for cls in _classes_defined_in(module)
        if is_command(cls)
    }
    return tuple(sorted(found, key=lambda cls: (cls.__module__, cls.__name__)))


@cache
def document_types(department: str) -> tuple[type[Any], ...]:
    """List the document classes that a department stores, those of common subjects included."""
    service = load_service(department)
    homes = {cls.__module__.rpartition(".")[0] for cls in service.__mro__}
    prefixes = tuple(f"{home}." for home in homes if home.startswith(f"{ROOT}."))
    found = [
        cls
        for module in _modules("domain")
        if module.__name__.startswith(prefixes)
        for cls in _classes_defined_in(module)
        if hasattr(cls, "__document__")
    ]
    return tuple(dict.fromkeys(found))


def publishers_of(event: type[Any]) -> tuple[str, ...]:
    """List the permitted publishers: the event's namespace, or all departments if it is common."""
    namespace = meta_of(event).namespace
    owners = (*department_names(), *partner_names())
    return (namespace,) if namespace in owners else department_names()


def _modules(name: str) -> Iterator[ModuleType]:
    base = services_root()
    for path in sorted((*base.glob(f"*/{name}.py"), *base.glob(f"*/*/{name}.py"))):
        parts = path.relative_to(base.parent).with_suffix("").parts
        yield importlib.import_module(".".join(parts))


def _classes_defined_in(module: ModuleType) -> Iterator[type[Any]]:
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if cls.__module__ == module.__name__:
            yield cls
