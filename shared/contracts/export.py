"""The committed contracts: rendering them from the messages, and finding stale files.

Docstrings of event classes, services and route methods are part of these files.
"""

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from shared.catalog.catalog import department_names, events, load_service, publishers_of
from shared.contracts.asyncapi import asyncapi_document, sealing_extension
from shared.contracts.compatibility.accepted import NAME as ACCEPTED
from shared.contracts.compatibility.released import NAME as RELEASED
from shared.contracts.compatibility.releases import NAME as RELEASES
from shared.contracts.envelope_schema import REQUIRED, as_sent, attributes, in_place
from shared.contracts.example_event import example_event
from shared.contracts.json_schema import DIALECT, json_schema
from shared.contracts.openapi import openapi_document
from shared.contracts.published_rules import with_rules
from shared.messages.declare import meta_of

BY_HAND = (RELEASED, ACCEPTED, RELEASES)
README = """# Contracts

Generated from `services/**/messages.py` by `make contracts`; never edited by hand. The tests fail
when a file here is stale.

| file | what |
|---|---|
| `events/<namespace>.<event>.v<N>.json` | JSON Schema 2020-12 of one event version |
| `wire/<namespace>.<event>.v<N>.json` | the same as it travels: sealed, or with content to fetch |
| `examples/<namespace>.<event>.v<N>.json` | a valid example of it |
| `asyncapi.json` | AsyncAPI 3: every channel, who publishes and who hears it |
| `openapi/<department>.json` | OpenAPI 3.1 of one department's HTTP API |
| `released.json` | what of all this was released: the tests fail on a change that breaks it |
| `accepted.toml` | differences that were accepted, with reasons: what was always wrong is refused |
| `releases.csv` | which versions were released: version, commit, day |

Titles are Chinese (`title`), English names are beside them (`x-title-en`, `description`).

An event with `x-sealed-for` travels encrypted (docs/wire.md, "Sealed content"). Its schema and its
example show it opened; on the wire its `data` is `{"sealed": {…}}`, as its schema in `wire/` says.
Its publisher can open it, and those that `x-sealed-for` names. An operation with `x-recorded`
writes down who was shown what.
"""


def render_contracts() -> Iterator[tuple[str, bytes]]:
    """Render every contract file: path below `contracts/` and content."""
    yield "README.md", README.encode()
    for cls in events():
        meta = meta_of(cls)
        yield f"events/{meta.contract}.json", _json(event_schema(cls))
        yield f"wire/{meta.contract}.json", _json(wire_schema(cls))
        yield f"examples/{meta.contract}.json", _json(example_event(cls))
    yield "asyncapi.json", _json(asyncapi_document())
    for department in department_names():
        yield f"openapi/{department}.json", _json(openapi_document(load_service(department)))


def write(folder: Path) -> list[str]:
    """Write changed files and delete obsolete ones; return their names."""
    made = dict(render_contracts())
    changed = stale_files(folder, made)
    for name in changed:
        path = folder / name
        if name not in made:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[name])
    return changed


def stale_files(folder: Path, made: Mapping[str, bytes] | None = None) -> list[str]:
    """List the files that differ from those rendered from the messages.

    `made` are the rendered contracts, if the caller has them: rendering takes a second.
    """
    made = dict(render_contracts()) if made is None else made
    kept = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BY_HAND
    }
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def event_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe one event version with its content unsealed: CloudEvents attributes and data."""
    data = with_rules(cls, json_schema(cls))
    return {
        **_headed(cls, meta_of(cls).dataschema),
        "type": "object",
        "required": REQUIRED,
        "properties": {**attributes(cls), **in_place(data)},
    }


def wire_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe one event version as transmitted: sealed, or with content to fetch."""
    meta, data = meta_of(cls), with_rules(cls, json_schema(cls))
    return {
        **_headed(cls, meta.dataschema.replace(":contract:", ":wire:")),
        "type": "object",
        "required": REQUIRED,
        "properties": attributes(cls),
        "oneOf": as_sent(meta, data),
    }


def _headed(cls: type[Any], name: str) -> dict[str, Any]:
    meta = meta_of(cls)
    return {
        "$schema": DIALECT,
        "$id": name,
        "title": meta.title,
        "description": inspect.getdoc(cls),
        "x-publishers": list(publishers_of(cls)),
        "x-classification": meta.classification.value,
        "x-recipient": meta.recipient and f"data.{meta.recipient}",
        "x-subject": f"data.{meta.subject}",
        "x-effective": meta.effective and f"data.{meta.effective}",
        **sealing_extension(meta),
    }


def _json(content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
