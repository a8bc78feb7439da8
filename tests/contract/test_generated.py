"""The committed contracts are up to date and valid for standard tools."""

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from shared.catalog.catalog import department_names, events, load_service
from shared.catalog.subscriptions import subscriptions_of
from shared.contracts.export import render_contracts, stale_files, write
from shared.messages.declare import meta_of

SIGNED = ("/v1/blobs/{digest}", "/v1/heard/{since}/{cursor}")
CONTRACTS = Path(__file__).parents[2] / "contracts"


@pytest.fixture(scope="module")
def made():
    return dict(render_contracts())


def test_the_committed_contracts_are_what_the_messages_say(made):
    assert stale_files(CONTRACTS, made) == [], "run `make contracts` and commit the result"


def test_an_edited_a_missing_and_a_left_over_file_are_found_and_mended(tmp_path, made):
    copy = tmp_path / "contracts"
    shutil.copytree(CONTRACTS, copy)
    first, second, *_ = sorted((copy / "events").iterdir())
    first.write_text("{}")
    second.unlink()
    (copy / "events" / "gone.json").write_text("{}")

    assert stale_files(copy, made) == sorted(
        f"events/{name}" for name in (first.name, second.name, "gone.json")
    )

    write(copy)

    assert stale_files(copy, made) == []


@pytest.mark.parametrize("department", department_names())
def test_every_openapi_document_is_valid(department, pytestconfig):
    """A document found valid is validated again only when it or the validator changes."""
    text = (CONTRACTS / "openapi" / f"{department}.json").read_text()
    seen = f"{version('openapi-spec-validator')} {hashlib.sha256(text.encode()).hexdigest()}"
    if pytestconfig.cache.get(f"openapi/{department}", "") == seen:
        return

    OpenAPIV31SpecValidator(json.loads(text)).validate()

    pytestconfig.cache.set(f"openapi/{department}", seen)


@pytest.mark.parametrize("department", department_names())
def test_every_route_is_closed_unless_it_says_that_it_is_public(department):
    document = json.loads((CONTRACTS / "openapi" / f"{department}.json").read_text())

    for path, operations in document["paths"].items():
        for operation in operations.values():
            public = operation.get("security") == []
            assert public == (path in {"/healthz", "/readyz", "/metrics", "/openapi.json"})
            signed = operation.get("security") == [{"signature": []}]
            assert signed == (path in SIGNED)
            assert public or signed or operation["x-roles"]


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    document = json.loads((CONTRACTS / "asyncapi.json").read_text())

    for reference in _references(document):
        where, _, inside = reference.partition("#")
        target = document if not where else json.loads((CONTRACTS / where).read_text())
        for step in filter(None, inside.split("/")):
            target = target[step]


def test_a_restricted_event_is_heard_by_those_that_the_law_names_alone():
    """Suspects and evidence go to public security and the transferring side [17号 6]."""
    channels = json.loads((CONTRACTS / "asyncapi.json").read_text())["channels"]

    heard = {
        key: set(channel["x-subscribers"])
        for key, channel in channels.items()
        if "case_referred" in key
    }

    assert heard
    assert all(hearers == {"public_security", "procuratorate"} for hearers in heard.values())


def test_a_restricted_event_goes_to_one_department_and_never_to_all():
    """Names and evidence of a case are only for the organs that the law names [17号 6]."""
    restricted = [cls for cls in events() if meta_of(cls).classification == "restricted"]

    hearers = {
        meta_of(cls).name: [
            name
            for name in department_names()
            if meta_of(cls).type in subscriptions_of(load_service(name))
        ]
        for cls in restricted
        if meta_of(cls).recipient is None
    }

    assert restricted
    # only the procuratorate receives the other two: no department may subscribe to them
    assert hearers == {
        "case.referred": ["public_security"],
        "case.reasons_given": [],
        "case.supervision_suggested": [],
    }


def _references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    if isinstance(node, list):
        for inner in node:
            yield from _references(inner)
