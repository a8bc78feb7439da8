"""The shapes of the last release in one committed file, with a line per event and operation."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from shared.catalog.catalog import department_names
from shared.contracts.compatibility.accepted import left_over, read
from shared.contracts.compatibility.breaking_changes import breaking_changes
from shared.contracts.compatibility.rules import changed_rules, rules_of_today
from shared.contracts.compatibility.shapes import Shapes, shapes_of

NAME = "released.json"


def release(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Store the contracts as the released ones; return the file."""
    path = folder / NAME
    path.write_bytes(to_json_lines({**shapes_of(files), "rules": rules_of_today()}))
    return path


def breaking_changes_since_release(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """List the breaking changes since the last release that `accepted.toml` does not accept.

    Empty if there was no release. Raises `AcceptedError` if that file is invalid.
    """
    path = folder / NAME
    if not path.exists():
        return []
    return left_over(findings(orjson.loads(path.read_bytes()), files), read(folder))


def findings(released: Shapes, files: Mapping[str, bytes]) -> list[str]:
    """List every difference from a release that a reader or a writer would notice."""
    found = breaking_changes(released, shapes_of(files), department_names())
    return [*found, *changed_rules(released.get("rules", {}))]


def to_json_lines(shapes: Shapes) -> bytes:
    """Serialize shapes so that a change of one event changes one line."""
    return b"{" + b",".join(_part(name, held) for name, held in shapes.items()) + b"}\n"


def _part(name: str, held: Mapping[str, object]) -> bytes:
    if name != "apis":
        return b"\n" + orjson.dumps(name) + b":" + _lines(held)
    inner = b",".join(
        b"\n" + orjson.dumps(department) + b":{"
        + b",".join(orjson.dumps(key) + b":" + _lines(group) for key, group in api.items())
        + b"}"
        for department, api in held.items()
        if isinstance(api, Mapping)
    )  # fmt: skip
    return b"\n" + orjson.dumps(name) + b":{" + inner + b"}"


def _lines(held: Mapping[str, object]) -> bytes:
    sort = orjson.OPT_SORT_KEYS
    told = (
        b"\n" + orjson.dumps(key) + b":" + orjson.dumps(shape, option=sort)
        for key, shape in held.items()
    )
    return b"{" + b",".join(told) + b"}"
