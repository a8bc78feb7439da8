"""Parsing of HTTP requests, and requests that are refused at once."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from shared.errors import InvalidInputError
from shared.web.auth import Caller, Role
from shared.web.problem import HttpError
from shared.web.requests import (
    LARGEST_BODY,
    MOST_PATIENCE_S,
    PATIENCE_S,
    cause_of_request,
    idempotency_key,
    max_wait_s,
    merge_path_parameters,
    parse_json_body,
)

CLERK = Caller("clerk-1", "water", frozenset({Role.CLERK}), "140700")


def asked(content=b"", path="/v1/wells", kind="application/json", **headers) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    builder = EnvironBuilder(path, method="POST", data=content, content_type=kind, headers=named)
    return Request(builder.get_environ())


def test_a_json_object_is_read():
    assert parse_json_body(asked('{"note": "封"}'.encode())) == {"note": "封"}


def test_no_body_is_an_empty_object():
    assert parse_json_body(asked()) == {}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"depth_m": NaN}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b" " * (LARGEST_BODY + 1), "application/json", 413),
    ],
)
def test_a_body_of_the_wrong_form_is_refused(content, kind, status):
    with pytest.raises(HttpError) as refused:
        parse_json_body(asked(content, kind=kind))

    assert refused.value.status == status


@pytest.mark.parametrize("content", [b"[]", b"7", b'"J-7"', b"null"])
def test_a_body_that_is_no_object_is_refused(content):
    with pytest.raises(InvalidInputError, match="JSON 对象"):
        parse_json_body(asked(content))


def test_the_address_fills_the_command():
    assert merge_path_parameters({"note": "封"}, {"well_code": "J-7"}) == {
        "note": "封",
        "well_code": "J-7",
    }
    assert merge_path_parameters({"well_code": "J-7"}, {"well_code": "J-7"}) == {"well_code": "J-7"}


def test_a_body_that_contradicts_the_address_is_refused():
    with pytest.raises(InvalidInputError, match="well_code"):
        merge_path_parameters({"well_code": "J-8"}, {"well_code": "J-7"})


@pytest.mark.parametrize("key", ["", "有", "a b", "k" * 201, "a\tb"])
def test_a_key_is_up_to_two_hundred_visible_characters(key):
    with pytest.raises(HttpError) as refused:
        idempotency_key(asked(Idempotency_Key=key), CLERK, {})

    assert refused.value.status == 400


def test_the_same_request_has_the_same_print_in_any_order_of_fields():
    one = idempotency_key(asked(Idempotency_Key="k"), CLERK, {"a": 1, "b": 2})
    two = idempotency_key(asked(Idempotency_Key="k"), CLERK, {"b": 2, "a": 1})

    assert one == two
    assert one.key == "clerk-1:k"


def test_another_body_address_or_caller_is_another_request():
    first = idempotency_key(asked(Idempotency_Key="k"), CLERK, {"a": 1})
    other = Caller("clerk-2", "water", frozenset(), "140700")

    assert idempotency_key(asked(Idempotency_Key="k"), CLERK, {"a": 2}) != first
    assert idempotency_key(asked(path="/v1/x", Idempotency_Key="k"), CLERK, {"a": 1}) != first
    assert idempotency_key(asked(Idempotency_Key="k"), other, {"a": 1}).key != first.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("zhang", "1:x"), ("zhang:1", "x")),
        (("a", "b:c"), ("a:b", "c")),
        (("", ":k"), (":", "k")),
        (("system:serviceaccount:x", "k"), ("system:serviceaccount", "x:k")),
        (("upload", "x"), ("upload:x", "x")),
    ],
)
def test_the_keys_of_two_people_never_meet(one, other):
    assert kept_as(*one) != kept_as(*other)
    assert kept_as(*one) == kept_as(*one)


def kept_as(subject: str, key: str) -> str:
    caller = Caller(subject, "water", frozenset(), "140700")
    return idempotency_key(asked(Idempotency_Key=key), caller, {}).key


def test_no_key_can_be_made_to_look_like_another():
    hashed = kept_as("a:b", "c")

    assert ":" not in hashed
    assert ":" in kept_as("", hashed)
    assert ":" in kept_as(hashed, "k")


def test_the_cause_tells_who_acted():
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    cause = cause_of_request(asked(traceparent=trace), CLERK, "SealWell")

    assert (cause.actor, cause.department, cause.type) == ("clerk-1", "water", "SealWell")
    assert cause.correlation == cause.id
    assert cause.traceparent == trace


def test_a_trace_of_no_known_form_is_dropped():
    assert cause_of_request(asked(traceparent="00-x"), CLERK, "SealWell").traceparent is None


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("", PATIENCE_S),
        ("wait=0", 0),
        ("wait=5", 5),
        ("respond-async, wait=7", 7),
        ("wait=999", MOST_PATIENCE_S),
        ("wait=-1", PATIENCE_S),
        ("wait=soon", PATIENCE_S),
    ],
)
def test_a_caller_says_how_long_it_will_wait(prefer, seconds):
    assert max_wait_s(asked(Prefer=prefer)) == seconds
