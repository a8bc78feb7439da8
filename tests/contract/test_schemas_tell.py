"""Schemas and receiver agree: each mutation is accepted by both or refused by both."""

import copy
import json
import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from liandong.envelope import Envelope, decode, encode
from liandong.messages.claim_check import claim_of
from liandong.messages.sealing import seal
from liandong.messages.verify import KeyRing
from shared.catalog.catalog import events, publishers_of
from shared.contracts.example_event import example_event
from shared.contracts.export import event_schema, wire_schema
from shared.delivery.inbox.message_faults import KINDS
from shared.delivery.inbox.receiver import Receiver
from shared.messages.declare import meta_of
from shared.testing.keys import all_public_keys
from shared.testing.world import START

CONTRACTS = Path(__file__).parents[2] / "contracts"
EACH = 12
JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    1.0,
    1.5,
    2**31,
    2**63,
    "",
    " ",
    "x" * 513,
    "x" * 2001,
    "\x00",
    "a\nb",
    "2026-02-30",
    "2026-10-08",
    "20261008",
    "2026-W41-4",
    "2026-10-08T09:00:00",
    "2026-10-08 09:00:00Z",
    "2026-10-08T24:00:00Z",
    "2026-10-08T23:59:60Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "2201-01-01T00:00:00Z",
    "ABC",
    "140728",
    "140799",
    [],
    {},
    [None],
    {"a": 1},
    "//140700.liandong.cn/nobody",
    "//elsewhere/environment",
]
BY_DESIGN = {"traceparent"}  # an invalid one is dropped, as W3C requires


def takes(cls: type[Any], event: dict[str, Any]) -> bool:
    """Tell whether a receiver accepts an event, after unsealing."""
    kinds = {meta_of(cls).type: (cls, "")}
    receiver = Receiver(publishers_of(cls)[0], kinds, KeyRing(()), city="140700")
    try:
        envelope = decode(orjson.dumps(event))
        message = receiver.load(envelope)
    except tuple(KINDS):
        return False
    return message is not None and getattr(message, meta_of(cls).subject) == envelope.subject


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values."""
    inner: Any = ()
    if isinstance(node, dict):
        inner = node.items()
    elif isinstance(node, list):
        inner = enumerate(node)
    found = [path] if path else []
    for key, value in inner:
        found += places(value, (*path, key))
    return found


def mutated(event: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a copy with another value at a path."""
    made = copy.deepcopy(event)
    holder: Any = made
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return made


@pytest.mark.parametrize("cls", events(), ids=lambda cls: meta_of(cls).type)
def test_schema_and_product_judge_alike(cls):
    schema, example = event_schema(cls), example_event(cls)
    says = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    dice = random.Random(meta_of(cls).type)
    optional = [(name,) for name in schema["properties"] if name not in example]
    ways = [*places(example), *optional]
    assert says.is_valid(example)
    assert takes(cls, example)
    subject = meta_of(cls).subject

    for _ in range(EACH):
        path, value = dice.choice(ways), dice.choice(JUNK)
        if path[0] in BY_DESIGN or path in (("subject",), ("data", subject)):
            continue
        event = mutated(example, path, value)
        assert says.is_valid(event) == takes(cls, event), (path, value)


@pytest.mark.parametrize("cls", events(), ids=lambda cls: meta_of(cls).type)
def test_what_travels_is_valid_by_the_schema_of_the_wire(cls):
    """Sealed where the contract seals, and with content by reference."""
    schema, meta, event = wire_schema(cls), meta_of(cls), example_event(cls)
    says = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator_for(schema).check_schema(schema)
    envelope: Envelope = decode(orjson.dumps(event))
    if meta.sealed_for:
        assert not says.is_valid(event)
        envelope = seal(envelope, ("public_security",), all_public_keys(), START)
    claim = claim_of(orjson.dumps(dict(envelope.data)))

    here = orjson.loads(encode(envelope))
    fetched = {**here, "data": {}, "dataref": claim.dataref}

    assert says.is_valid(here)
    assert says.is_valid(fetched)
    assert not says.is_valid({**here, "dataref": claim.dataref})
    assert not says.is_valid({**here, "data": {}})


def test_every_example_of_the_bus_is_valid_by_the_schema_of_its_payload():
    document = json.loads((CONTRACTS / "asyncapi.json").read_text())

    for message in document["components"]["messages"].values():
        schema = json.loads((CONTRACTS / message["payload"]["schema"]["$ref"]).read_text())
        [example] = message["examples"]
        Draft202012Validator(schema).validate(example["payload"])
        assert (CONTRACTS / message["x-wire-schema"]).is_file()


def test_partners_stand_among_those_who_hear():
    channels = json.loads((CONTRACTS / "asyncapi.json").read_text())["channels"]

    heard = channels["public_security_case_reasons_given_v1"]["x-subscribers"]

    assert heard == ["procuratorate"]
