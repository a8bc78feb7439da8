"""Secrecy: every restricted event is sealed; every read of a restricted document is recorded."""

import dataclasses
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from werkzeug.wrappers import Response

from services.casework.cases.domain import Case
from services.casework.messages import CaseReferred, Suspect
from shared.broker.topology import bound_topics_of
from shared.catalog.catalog import (
    department_names,
    document_types,
    events,
    load_service,
    partner_names,
)
from shared.contracts.export import event_schema
from shared.contracts.openapi import openapi_document
from shared.messages.declare import Classification, Length, meta_of
from shared.messages.meta import FIELD_MARK
from shared.store.document import document_meta
from shared.web.routes import restricted_in, restricted_type, routes_of, signature_of

EVERYBODY = (*department_names(), *partner_names())
SEALED = [cls for cls in events() if meta_of(cls).classification is Classification.RESTRICTED]
ROUTES = [
    (name, route, method)
    for name in department_names()
    for route, method in routes_of(load_service(name))
]
SHOWS_FILES_OF_ITS_OWN = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/v1/heard/<since>/<cursor>",  # sequence numbers of the caller's own events, by its signature
    "/v1/blobs/<digest>",  # sealed: the content fetched equals the content published
}

every_sealed_event = pytest.mark.parametrize("cls", SEALED, ids=lambda cls: meta_of(cls).name)


@every_sealed_event
def test_whoever_hears_a_sealed_event_can_open_it(cls):
    meta = meta_of(cls)
    named = {entry for entry in meta.sealed_for if not entry.startswith(FIELD_MARK)}

    deaf = [
        who
        for who in EVERYBODY
        for _, topic in bound_topics_of(who)
        if topic.startswith(meta.routing_key) and who not in named
        if not (meta.recipient in meta.sealed_fields and topic == meta.topic(who))
    ]

    assert deaf == []


@every_sealed_event
def test_it_is_sealed_for_organs_that_exist(cls):
    named = {entry for entry in meta_of(cls).sealed_for if not entry.startswith(FIELD_MARK)}

    assert named <= set(EVERYBODY)


@every_sealed_event
def test_its_subject_which_travels_in_the_open_is_a_number_and_no_name(cls):
    assert meta_of(cls).subject.endswith("_id")


@every_sealed_event
def test_its_contract_tells_for_whom_it_is_sealed(cls):
    told = event_schema(cls)["x-sealed-for"]

    assert [entry.replace("data.", FIELD_MARK) for entry in told] == list(meta_of(cls).sealed_for)


TYPED = {
    "casework.clue.reported.v1 summary": "fixed words; sealed in v2",
    "casework.clue.rejected.v1 reason": "fixed words; sealed in v2",
    "environment.permit.cancelled.v1 reason": "reason of a public administrative act",
    "environment.gate.blocked.v1 note": "what the bureau knows of a plot",
    "environment.gate.deferred.v1 note": "what the bureau knows of a plot",
    "environment.plot.suspected.v1 note": "why a plot is suspected, published with the list",
    "environment.plot.suspicion_removed.v1 reason": "reason of a public administrative act",
    "environment.survey.reviewed.v1 note": "opinion on a report",
    "boundaries.boundary.confirmed.v1 basis": "opinion on a border",
    "natural_resources.approval.reviewed.v1 reason": "reason of a public administrative act",
    "agriculture.reclamation.reviewed.v1 reason": "reason of a public administrative act",
    "natural_resources.survey_opinion.given.v1 note": "opinion on a report",
    "coordination.obligation.changed.v1 why": "reason of the office for a period",
    "coordination.obligation.withdrawn.v1 reason": "reason of the office for a period",
    "coordination.legal_basis.changed.v1 why": "about the law",
    "continuity.history.broken.v1 why": "about a system",
}
"""Free texts of open events that a person types, with the decision about each (secrecy.md)."""

COMPOSED = {
    "agriculture.reclamation.refused.v1 reason",
    "agriculture.reclamation.review_required.v1 why",
    "coordination.obligation.changed.v1 what",
    "coordination.obligation.changed.v1 explanation",
    "coordination.obligation.due_soon.v1 explanation",
    "coordination.obligation.fulfilled.v1 explanation",
    "coordination.obligation.opened.v1 explanation",
    "coordination.obligation.overdue.v1 explanation",
    "coordination.obligation.withdrawn.v1 explanation",
    "environment.land_history.returned.v1 note",
    "environment.survey.required.v1 reason",
    "natural_resources.approval.review_required.v1 why",
    "natural_resources.land_gate.queried.v1 known_uses",
    "natural_resources.procedure.refused.v1 reason",
    "natural_resources.procedure.stopped.v1 reason",
}
"""Texts that the platform composes from numbers and fixed words."""


def free_texts():
    """Yield the names of the long text fields of all open events."""
    for cls in events():
        meta = meta_of(cls)
        if meta.classification is Classification.RESTRICTED:
            continue
        for name, hint in get_type_hints(cls, include_extras=True).items():
            if any(bounds.most >= 500 for bounds in lengths_of(hint)) and str in parts_of(hint):
                yield f"{meta.namespace}.{meta.routing_key} {name}"


def lengths_of(hint):
    waiting = [hint]
    while waiting:
        part = waiting.pop()
        marks = getattr(part, "__metadata__", ())
        yield from (mark for mark in marks if isinstance(mark, Length))
        waiting += get_args(part)


def test_of_every_free_text_in_an_open_event_it_is_decided_who_may_type_what():
    """A new free text is sealed, dropped, coded, or listed here and in secrecy.md."""
    assert set(free_texts()) == set(TYPED) | COMPOSED


def test_the_document_tells_what_was_decided_of_each():
    told = (Path(__file__).parents[2] / "docs" / "secrecy.md").read_text(encoding="utf-8")
    fields = [text.rpartition(".v")[0].partition(".")[2] for text in TYPED]

    assert [name for name in fields if f"`{name}`" not in told] == []


def test_suspects_are_for_the_transferring_side_the_police_and_the_procuratorate():
    """[17号 6; 310号 5]"""
    assert meta_of(CaseReferred).sealed_for == ("public_security", "procuratorate")


def test_no_open_event_tells_who_is_suspected():
    """[17号 6]"""
    telling = [cls for cls in events() if Suspect in parts_of(cls)]

    assert telling
    assert set(telling) <= set(SEALED)


def test_every_document_that_tells_who_is_suspected_is_restricted():
    """[17号 6]"""
    kinds = {kind for name in department_names() for kind in document_types(name)}
    telling = {kind for kind in kinds if Suspect in parts_of(kind)}

    assert {"Case", "ReferredCase"} <= {kind.__name__ for kind in telling}
    assert [kind for kind in telling if not document_meta(kind).restricted] == []


PLACES = ("/v1/clues", "/v1/cases", "/v1/detentions", "/v1/received-clues", "/v1/materials")


def test_every_route_that_shows_a_restricted_document_records_who_was_shown_it():
    telling = {
        (name, route.url, route.method)
        for name, route, method in ROUTES
        if Suspect in parts_of(signature_of(method).gives)
    }

    recorded = {
        (name, route.url, route.method)
        for name, route, method in ROUTES
        if restricted_type(route, signature_of(method)) is not None
    }

    assert telling <= recorded
    assert ("environment", "/v1/cases/<case_id>", "GET") in recorded
    assert ("environment", "/v1/cases", "GET") in recorded
    assert ("environment", "/v1/cases/<case_id>/decision", "POST") in recorded
    assert ("public_security", "/v1/cases/<case_id>", "GET") in recorded
    assert all(url.startswith(PLACES) for _, url, _ in recorded)


def test_a_route_that_gives_a_file_says_of_what_restricted_kind_or_is_known_to_hold_none():
    files = {
        route.url
        for _, route, method in ROUTES
        if signature_of(method).gives is Response and route.reads is None
    }

    assert files <= SHOWS_FILES_OF_ITS_OWN, "name the restricted document in `reads`"


def test_restricted_documents_are_shown_to_people_with_names_alone():
    for name in department_names():
        for path, operations in openapi_document(load_service(name))["paths"].items():
            for operation in operations.values():
                if operation.get("x-recorded"):
                    assert operation["x-roles"], (name, path)
                    headers = [
                        parameter["name"]
                        for parameter in operation["parameters"]
                        if parameter["in"] == "header"
                    ]
                    assert "Liandong-Purpose" in headers


def test_the_read_log_is_for_the_head_of_each_department():
    for name in department_names():
        listed = openapi_document(load_service(name))["paths"]["/v1/reads"]["get"]
        assert listed["x-roles"] == ["head"]


def test_a_restricted_document_is_found_inside_of_anything():

    @dataclasses.dataclass(frozen=True)
    class Folder:
        cases: tuple[Case, ...]
        number: int = 0

    assert restricted_in(Folder | None) is Case
    assert restricted_in(tuple[int, ...]) is None


def parts_of(hint) -> set:
    """Return all types that a type is composed of."""
    waiting, seen = [hint], set()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        waiting += get_args(part)
        if dataclasses.is_dataclass(part) and isinstance(part, type):
            waiting += get_type_hints(part).values()
    return seen
