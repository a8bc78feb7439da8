"""Parse an HTTP request: body, Idempotency-Key, maximum wait, cause."""

import hashlib
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from werkzeug.wrappers import Request as HttpRequest

from liandong.envelope import new_id
from liandong.messages.claim_check import LARGEST_CONTENT
from shared.config.http_limits import LARGEST_BODY
from shared.errors import FieldError, InvalidInputError
from shared.handling.cause import Cause
from shared.handling.idempotency import IdempotencyKey
from shared.handling.jurisdiction import Office
from shared.web.attachments import Upload
from shared.web.auth import Caller
from shared.web.json_body import object_of
from shared.web.problem import HttpError
from shared.web.protocol.body import read_body

BYTES = "application/octet-stream"
PATIENCE_S = 2.0
MOST_PATIENCE_S = 10.0
PURPOSE_HEADER = "Liandong-Purpose"
LONGEST_PURPOSE = 200
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_WAIT = re.compile(r"\bwait=(\d{1,3})\b")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def parse_json_body(request: HttpRequest) -> dict[str, Any]:
    """Parse a JSON object; raises a problem that says what was received instead."""
    raw = read_body(request, LARGEST_BODY, "请求体不得超过 2 MiB")
    return object_of(raw, request) if raw else {}


def upload_of(request: HttpRequest, sha256: str) -> Upload:
    """Read a body of bytes with this hash; raises a problem that says what is wrong."""
    if request.content_length is None and not request.headers.get("Transfer-Encoding"):
        detail = "上传内容须带 Content-Length，或以 Transfer-Encoding: chunked 发送"
        raise HttpError(HTTPStatus.LENGTH_REQUIRED, "no-length", "缺少长度", detail)
    if request.mimetype != BYTES:
        detail = f"请以 Content-Type: {BYTES} 上传文件的原字节"
        raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-bytes", "内容类型不对", detail)
    most = LARGEST_CONTENT // 1024 // 1024
    words = f"内容不得超过 {most} MiB：请分成几份，或存入档案系统"
    return Upload(sha256, read_body(request, LARGEST_CONTENT, words))


def merge_path_parameters(body: dict[str, Any], path: dict[str, str]) -> dict[str, Any]:
    """Add the path parameters to a body; a contradictory body is an error."""
    clashes = [name for name, value in path.items() if body.get(name, value) != value]
    if clashes:
        raise InvalidInputError(tuple(FieldError(name, "与网址中的不一致") for name in clashes))
    return {**body, **path}


def idempotency_key(
    request: HttpRequest, caller: Caller | None, body: dict[str, Any]
) -> IdempotencyKey:
    """Return the Idempotency-Key, scoped to the caller, with a fingerprint of the request."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        detail = "POST 请求须带 Idempotency-Key 头（1 至 200 个可见 ASCII 字符），重试时不变"
        title = "缺少 Idempotency-Key"
        raise HttpError(HTTPStatus.BAD_REQUEST, "no-idempotency-key", title, detail)
    content = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    asked = hashlib.sha256(f"{request.method} {request.path}\n".encode() + content).hexdigest()
    return IdempotencyKey(_storage_key(caller.subject if caller else "", key), asked)


def _storage_key(subject: str, key: str) -> str:
    """Return the storage key of an answer: no two callers' keys share one.

    With one colon the text can be split in only one way. All others are hashed, and a hash has no
    colon. The store is the department's own, so its name is not included.
    """
    plain = f"{subject}:{key}"
    if plain.count(":") == 1:
        return plain
    return hashlib.sha256(orjson.dumps([subject, key])).hexdigest()


def key_of_upload(upload: Upload) -> IdempotencyKey:
    """Return a new key for each upload, which is idempotent by its hash.

    With a stored answer, content damaged in the store could not be uploaded again.
    """
    return IdempotencyKey(f"upload/{new_id()}", upload.sha256)


def cause_of_request(
    request: HttpRequest, caller: Caller | None, command: str, office: Office | None = None
) -> Cause:
    """Return the cause of a unit of work that executes a command of an office."""
    made = new_id()
    trace = request.headers.get("traceparent", "")
    return Cause(
        id=made,
        type=command,
        actor=caller.subject if caller else "anonymous",
        department=caller.department if caller else "",
        correlation=made,
        traceparent=trace if _TRACEPARENT.fullmatch(trace) else None,
        office=office,
    )


def purpose_of(request: HttpRequest) -> str:
    """Return the stated purpose of a restricted read (`Liandong-Purpose`); empty if missing.

    UTF-8, raw or percent-encoded, since many clients send only ASCII.
    """
    given = request.headers.get(PURPOSE_HEADER, "")
    try:
        text = unquote_to_bytes(given.encode("latin-1")).decode().strip()
    except UnicodeError as error:
        raise InvalidInputError(
            (FieldError(PURPOSE_HEADER, "应为 UTF-8 文字，可用百分号编码"),)
        ) from error
    if len(text) > LONGEST_PURPOSE or not text.isprintable():
        words = f"请用一行不超过 {LONGEST_PURPOSE} 字说明查阅目的，不写姓名和证件号码"
        raise InvalidInputError((FieldError(PURPOSE_HEADER, words),))
    return text


def max_wait_s(request: HttpRequest) -> float:
    """Return how many seconds to wait for other departments (`Prefer: wait=N`), within limits."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(float(found[1]), MOST_PATIENCE_S) if found else PATIENCE_S
