"""Every message in the services' folders keeps the guarantees that contract readers rely on."""

import dataclasses
import json
from typing import get_type_hints

import jsonschema
import pytest
from cloudevents.http import from_json
from hypothesis import given
from hypothesis import strategies as st

from liandong.envelope import decode, encode
from shared.catalog.catalog import (
    department_names,
    events,
    load_service,
    partner_names,
    publishers_of,
)
from shared.contracts.example_event import example_event
from shared.contracts.export import event_schema
from shared.contracts.json_schema import example_of
from shared.contracts.openapi import routes_of
from shared.errors import InvalidInputError
from shared.messages.annotations import split_annotated
from shared.messages.contract import contract_of
from shared.messages.declare import Title, meta_of
from shared.web.routes import signature_of

EVENTS = events()
COMMANDS = sorted(
    {
        signature_of(method).command
        for name in department_names()
        for _, method in routes_of(load_service(name))
        if signature_of(method).command is not None
    },
    key=lambda cls: f"{cls.__module__}.{cls.__name__}",
)
MESSAGES = [*EVENTS, *COMMANDS]


def name_of(cls):
    return f"{meta_of(cls).namespace}.{cls.__name__}"


every_message = pytest.mark.parametrize("cls", MESSAGES, ids=name_of)
every_event = pytest.mark.parametrize("cls", EVENTS, ids=name_of)


@every_message
def test_its_example_passes_its_own_contract_and_comes_back_equal(cls):
    contract = contract_of(cls)

    loaded = contract.load(example_of(cls))

    assert contract.load(contract.dump(loaded)) == loaded


@every_message
def test_every_field_has_a_chinese_title(cls):
    hints = get_type_hints(cls, include_extras=True)

    untitled = [
        field.name
        for field in dataclasses.fields(cls)
        if not any(isinstance(marker, Title) for marker in split_annotated(hints[field.name])[1])
    ]

    assert untitled == []
    assert not meta_of(cls).title.isascii()


@every_message
def test_a_missing_field_is_named(cls):
    example = example_of(cls)
    required = [
        field.name
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]

    with pytest.raises(InvalidInputError) as caught:
        contract_of(cls).load({})

    assert {fault.field for fault in caught.value.faults} == set(required)
    assert set(required) <= set(example)


@every_event
def test_readers_ignore_a_field_that_they_do_not_know(cls):
    contract = contract_of(cls)
    example = example_of(cls)

    assert contract.load({**example, "added_later": 1}) == contract.load(example)


@pytest.mark.parametrize("cls", COMMANDS, ids=name_of)
def test_a_command_refuses_a_field_that_it_does_not_know(cls):
    with pytest.raises(InvalidInputError, match="没有这个字段"):
        contract_of(cls).load({**example_of(cls), "misspelt": 1})


@every_event
def test_its_example_passes_its_exported_schema(cls):
    schema = event_schema(cls)

    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(example_event(cls), schema)


@every_event
def test_its_schema_refuses_an_event_of_another_type(cls):
    wrong = {**example_event(cls), "type": "cn.liandong.nobody.nothing.v1"}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, event_schema(cls))


@every_event
def test_it_is_a_cloudevent(cls):
    example = example_event(cls)

    read = from_json(json.dumps(example))

    assert read["type"] == meta_of(cls).type
    assert read.data == example["data"]


@every_event
def test_its_envelope_survives_the_wire(cls):
    envelope = decode(json.dumps(example_event(cls)).encode())

    assert decode(encode(envelope)) == envelope


def test_no_two_events_share_a_type():
    types = [meta_of(cls).type for cls in EVENTS]

    assert len(types) == len(set(types))


def test_every_event_has_a_publisher_that_exists():
    owners = {*department_names(), *partner_names()}

    assert all(set(publishers_of(cls)) <= owners and publishers_of(cls) for cls in EVENTS)


@given(st.dictionaries(st.text(max_size=20), st.none() | st.booleans() | st.integers() | st.text()))
def test_nonsense_is_refused_with_reasons_and_never_breaks_a_contract(wire):
    for cls in EVENTS[:6]:
        with pytest.raises(InvalidInputError) as caught:
            contract_of(cls).load(wire)
        assert caught.value.faults
