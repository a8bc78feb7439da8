"""The published schemas of request bodies describe nested objects as the service checks them."""

import copy
from collections.abc import Iterator

import jsonschema
import pytest

from shared.catalog.catalog import department_names, load_service
from shared.contracts.json_schema import example_of, json_schema
from shared.contracts.openapi import forbid_unknown_fields, openapi_document
from shared.errors import InvalidInputError
from shared.messages.contract import contract_of
from shared.operations.failures.commands import EditFailure
from shared.web.routes import routes_of, signature_of

# A patch of a failed event may hold any field: it has no nested schema.
COMMANDS = {
    shape.command.__name__: shape.command
    for name in department_names()
    for _, method in routes_of(load_service(name))
    if (shape := signature_of(method)).command is not None and shape.command is not EditFailure
}


def nested(node: object) -> Iterator[dict[str, object]]:
    """Yield all objects below the first level of an example."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for value in inner:
        if isinstance(value, dict):
            yield value
        yield from nested(value)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_unknown_field_in_a_nested_object_is_refused_by_schema_and_service_alike(name):
    command = COMMANDS[name]
    schema, example = forbid_unknown_fields(json_schema(command)), example_of(command, full=True)
    jsonschema.validate(example, schema)
    contract_of(command).load(example)

    for number in range(len(list(nested(example)))):
        wrong = copy.deepcopy(example)
        list(nested(wrong))[number]["nmae"] = "某某"
        refused = bool(list(jsonschema.Draft202012Validator(schema).iter_errors(wrong)))
        try:
            contract_of(command).load(wrong)
        except InvalidInputError:
            assert refused, wrong
        else:
            assert not refused, wrong


@pytest.mark.parametrize("department", sorted(department_names()))
def test_the_published_bodies_are_the_closed_ones(department):
    described = openapi_document(load_service(department))["components"]["schemas"]

    bodies = {name: schema for name, schema in described.items() if name in COMMANDS}
    assert bodies
    assert all(forbid_unknown_fields(body) == body for body in bodies.values())
