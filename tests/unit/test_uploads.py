"""Upload bodies: read as raw bytes, and refused at once when they are invalid."""

import hashlib

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from liandong.messages.claim_check import LARGEST_CONTENT
from shared.contracts.openapi import openapi_document
from shared.errors import InvalidInputError
from shared.runtime.department import Department
from shared.web.attachments import Upload
from shared.web.auth import Role
from shared.web.problem import HttpError
from shared.web.requests import BYTES, key_of_upload, upload_of
from shared.web.routes import http, signature_of

CONTENT = bytes(range(256))
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Photos(Department):
    """Photos of a synthetic city."""

    name = "photos"
    title = "某某局"

    @http("PUT", "/v1/photos/<sha256>", roles=[Role.CLERK], title="上传照片")
    def put_photo(self, upload: Upload) -> Response:
        """Upload a photo."""
        return Response(upload.content)


def sent(content: bytes = CONTENT, kind: str = BYTES) -> Request:
    builder = EnvironBuilder("/v1/photos", method="PUT", data=content, content_type=kind)
    return Request(builder.get_environ())


def test_a_method_that_takes_an_upload_gets_the_bytes():
    shape = signature_of(Photos.put_photo)

    assert (shape.uploads, shape.parameter) == (True, "upload")
    assert upload_of(sent(), SHA256) == Upload(SHA256, CONTENT)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(CONTENT, "application/json", 415), (bytes(LARGEST_CONTENT + 1), BYTES, 413)],
)
def test_a_body_of_the_wrong_form_is_refused_unread(content, kind, status):
    with pytest.raises(HttpError) as refused:
        upload_of(sent(content, kind), SHA256)

    assert refused.value.status == status


def test_a_body_without_a_length_is_refused():
    environ = EnvironBuilder("/v1/photos", method="PUT", content_type=BYTES).get_environ()

    with pytest.raises(HttpError) as refused:
        upload_of(Request(environ), SHA256)

    assert refused.value.status == 411


def test_a_body_of_another_hash_is_refused():
    with pytest.raises(InvalidInputError, match="SHA-256"):
        upload_of(sent(CONTENT[:-1]), SHA256)


def test_each_upload_is_carried_out():
    upload = upload_of(sent(), SHA256)

    assert key_of_upload(upload).key != key_of_upload(upload).key
    assert ":" not in key_of_upload(upload).key  # no person's key can have this form


def test_the_description_asks_for_bytes():
    described = openapi_document(Photos)["paths"]["/v1/photos/{sha256}"]["put"]

    assert described["requestBody"] == {"required": True, "content": {BYTES: {}}}
