"""Errors as problem+json: in Chinese, with every invalid field, without internal details."""

import json
from http import HTTPStatus

import pytest

from shared.errors import (
    AlreadyExistsError,
    FieldError,
    ForbiddenError,
    InvalidInputError,
    KeyReusedError,
    NotFoundError,
    PlatformError,
    RejectedError,
    RetryableError,
    StoreUnavailableError,
    UnauthenticatedError,
    WrongStateError,
)
from shared.store.store import ContendedError
from shared.web.problem import HttpError, problem_of


def problem(error: Exception) -> dict:
    status, body = problem_of(error, "/v1/wells")
    written = json.loads(body)
    assert written["status"] == status
    assert written["instance"] == "/v1/wells"
    return written


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (NotFoundError("水井", "J-7"), 404, "not-found"),
        (AlreadyExistsError("水井", "J-7"), 409, "already-exists"),
        (WrongStateError("已封停"), 409, "wrong-state"),
        (KeyReusedError(), 422, "idempotency-key-reused"),
        (UnauthenticatedError("令牌已过期"), 401, "unauthenticated"),
        (ForbiddenError("需要经办人"), 403, "forbidden"),
        (StoreUnavailableError(), 503, "store-unavailable"),
        (ContendedError(), 503, "contended"),
    ],
)
def test_every_error_has_a_status_a_name_and_chinese_words(error, status, slug):
    written = problem(error)

    assert written["status"] == status
    assert written["type"] == f"urn:liandong:problem:{slug}"
    assert all(
        any("\u4e00" <= character <= "\u9fff" for character in written[key])
        for key in ("title", "detail")
    )


def test_every_wrong_field_is_listed():
    faults = (FieldError("area.code", "没有这个代码"), FieldError("depth_m", "应为数字"))

    written = problem(InvalidInputError(faults))

    assert written["status"] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert written["errors"] == [
        {"field": "area.code", "message": "没有这个代码"},
        {"field": "depth_m", "message": "应为数字"},
    ]
    assert written["detail"] == "area.code：没有这个代码；depth_m：应为数字"


def test_an_unknown_error_tells_nothing_of_the_inside():
    written = problem(ZeroDivisionError("mongodb://liandong:secret@10.0.0.1"))

    assert written["status"] == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "secret" not in json.dumps(written)
    assert "errors" not in written


def test_a_fault_of_form_is_named_for_programs():
    error = HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "内容类型不对", "请提交 JSON")

    assert problem(error)["type"] == "urn:liandong:problem:not-json"


def test_errors_are_sorted_by_what_to_do():
    assert issubclass(StoreUnavailableError, RetryableError)
    assert issubclass(NotFoundError, RejectedError)
    assert not issubclass(RejectedError, RetryableError)
    assert issubclass(RetryableError, PlatformError)
