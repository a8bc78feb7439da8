"""The shapes of the last release, as one committed file: a line for each event and operation."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from shared.compatibility.comparing import breaks
from shared.compatibility.shapes import Shapes, shapes_of

NAME = "released.json"


def release(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write down the contracts as those that others rely on from now on; tell the file."""
    path = folder / NAME
    path.write_bytes(written(shapes_of(files)))
    return path


def broken(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """List what the contracts break of the last release; nothing if there was none."""
    path = folder / NAME
    if not path.exists():
        return []
    return breaks(orjson.loads(path.read_bytes()), shapes_of(files))


def written(shapes: Shapes) -> bytes:
    """Write shapes so that a change of one event changes one line."""
    return b"{" + b",".join(_part(name, held) for name, held in shapes.items()) + b"}\n"


def _part(name: str, held: Mapping[str, object]) -> bytes:
    if name != "apis":
        return b"\n" + orjson.dumps(name) + b":" + _lines(held)
    inner = b",".join(
        b"\n" + orjson.dumps(department) + b":{"
        + b",".join(orjson.dumps(key) + b":" + _lines(at) for key, at in api.items())
        + b"}"
        for department, api in held.items()
        if isinstance(api, Mapping)
    )  # fmt: skip
    return b"\n" + orjson.dumps(name) + b":{" + inner + b"}"


def _lines(held: Mapping[str, object]) -> bytes:
    sort = orjson.OPT_SORT_KEYS
    told = (
        b"\n" + orjson.dumps(key) + b":" + orjson.dumps(at, option=sort) for key, at in held.items()
    )
    return b"{" + b",".join(told) + b"}"
