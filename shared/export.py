"""The committed contracts: what is generated from the messages, and whether it is still fresh."""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from liandong.envelope import Envelope, encode
from shared.asyncapi import describe_bus, sealed_note
from shared.catalog import department_names, events, publishers_of, service_of
from shared.compatibility.accepted import NAME as ACCEPTED
from shared.compatibility.released import NAME as RELEASED
from shared.compatibility.releases import NAME as RELEASES
from shared.jsonschema import DIALECT, example_of, json_schema
from shared.message import meta_of
from shared.openapi import describe

EXAMPLE_ID = "01960000-0000-7000-8000-000000000001"
BY_HAND = (RELEASED, ACCEPTED, RELEASES)
MOMENT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
README = """# Contracts

Generated from `services/**/messages.py` by `make contracts`; never edited by hand. The tests fail
when a file here is stale.

| file | what |
|---|---|
| `events/<namespace>.<event>.v<N>.json` | JSON Schema 2020-12 of one event version |
| `examples/<namespace>.<event>.v<N>.json` | a valid example of it |
| `asyncapi.json` | AsyncAPI 3: every channel, who publishes and who hears it |
| `openapi/<department>.json` | OpenAPI 3.1 of one department's HTTP API |
| `released.json` | what of all this was released: the tests fail on a change that breaks it |
| `accepted.toml` | differences that were accepted, with reasons: what was always wrong is refused |
| `releases.csv` | which versions were released: version, commit, day |

Titles are Chinese (`title`), English names are beside them (`x-title-en`, `description`).

An event with `x-sealed-for` travels encrypted (docs/wire.md, "Sealed content"). Its schema and its
example show it opened; on the wire its `data` is `{"sealed": {…}}`. Its publisher can open it, and
those that `x-sealed-for` names. An operation with `x-recorded` writes down who was shown what.
"""


def contracts() -> Iterator[tuple[str, bytes]]:
    """Make every contract file: path below `contracts/` and content."""
    yield "README.md", README.encode()
    for cls in events():
        meta = meta_of(cls)
        yield f"events/{meta.namespace}.{meta.routing_key}.json", _json(event_schema(cls))
        yield f"examples/{meta.namespace}.{meta.routing_key}.json", _json(example_event(cls))
    yield "asyncapi.json", _json(describe_bus())
    for department in department_names():
        yield f"openapi/{department}.json", _json(describe(service_of(department)))


def write(folder: Path) -> list[str]:
    """Write what changed and remove what no message makes any more; tell which files."""
    made = dict(contracts())
    changed = stale(folder)
    for name in changed:
        path = folder / name
        if name not in made:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[name])
    return changed


def stale(folder: Path) -> list[str]:
    """Name the files that differ from what the messages say now."""
    made = dict(contracts())
    kept = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BY_HAND
    }
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def event_schema(cls: type[Any]) -> dict[str, Any]:
    """Describe one event version as it travels: CloudEvents attributes and data."""
    meta = meta_of(cls)
    text = {"type": "string", "minLength": 1}
    instant = {"type": "string", "format": "date-time"}
    return {
        "$schema": DIALECT,
        "$id": meta.dataschema,
        "title": meta.title,
        "description": inspect.getdoc(cls),
        "x-publishers": list(publishers_of(cls)),
        "x-classification": meta.classification.value,
        "x-recipient": meta.recipient and f"data.{meta.recipient}",
        "x-subject": f"data.{meta.subject}",
        "x-effective": meta.effective and f"data.{meta.effective}",
        **sealed_note(meta),
        "type": "object",
        "required": [
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "sequence",
            "correlationid",
            "actor",
            "classification",
            "data",
        ],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": {"type": "string", "format": "uri-reference"},
            "type": {"const": meta.type},
            "subject": {**text, "description": f"The value of data.{meta.subject}."},
            "time": {**instant, "description": "When the act was committed."},
            "dataschema": {"const": meta.dataschema},
            "datacontenttype": {"const": "application/json"},
            "sequence": {
                "type": "integer",
                "minimum": 1,
                "description": "1, 2, 3 … per publisher and subject.",
            },
            "correlationid": text,
            "causationid": text,
            "actor": text,
            "classification": {"const": meta.classification.value},
            "effectiveat": {**instant, "description": "Legal effect; may lie before time."},
            "traceparent": text,
            "data": json_schema(cls),
        },
    }


def example_event(cls: type[Any]) -> dict[str, Any]:
    """Make a valid example of one event version as it travels."""
    meta = meta_of(cls)
    data = example_of(cls)
    envelope = Envelope(
        id=EXAMPLE_ID,
        source=f"//140700.liandong.cn/{publishers_of(cls)[0]}",
        type=meta.type,
        subject=str(data[meta.subject]),
        time=MOMENT,
        dataschema=meta.dataschema,
        data=data,
        sequence=1,
        correlationid=EXAMPLE_ID,
        causationid=None,
        actor="clerk-1",
        classification=meta.classification.value,
    )
    example: dict[str, Any] = orjson.loads(encode(envelope))
    return example


def _json(content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
