"""The JSON object in a request's body: strictly parsed and storable."""

from http import HTTPStatus
from typing import Any

import orjson
from werkzeug.wrappers import Request

from liandong.envelope import strict_json
from liandong.errors import DuplicateName, Malformed, NotUtf8, TooDeep
from shared.errors import FieldError, InvalidInputError
from shared.texts.json_faults import too_deep, unkeepable
from shared.texts.text_file import without_mark
from shared.web.problem import HttpError

JSON = "application/json"
UTF_8 = ("", "utf-8", "utf8", "us-ascii", "ascii")
BODY = "请求体"


def object_of(raw: bytes, request: Request) -> dict[str, Any]:
    """Parse the object in a body that is not empty.

    Raises `HttpError` if it is not JSON in UTF-8; `InvalidInputError` names an unacceptable member:
    a duplicate name, too many levels, numbers over 64 bits, control characters.
    """
    _check_type(request)
    raw = without_mark(raw)
    try:
        body = strict_json.loads(raw, where=BODY)
    except Malformed as error:
        raise _problem_of(error, raw) from error
    if not isinstance(body, dict):
        raise InvalidInputError((FieldError(BODY, "应为一个 JSON 对象"),))
    if faults := unkeepable(body, raw):
        raise InvalidInputError(faults)
    return body


def _check_type(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "").lower()
    if request.mimetype == JSON and charset in UTF_8:
        return
    detail = f"请以 Content-Type: {JSON} 提交"
    if request.mimetype == JSON:
        detail = f"JSON 须为 UTF-8 编码，不能是 {charset[:20]}：请转换为 UTF-8 后提交"
    raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "内容类型不对", detail)


def _problem_of(error: Malformed, raw: bytes) -> Exception:
    if isinstance(error, DuplicateName):
        return InvalidInputError(
            (FieldError(error.name[:100], "在同一个对象中出现了两次，请只写一次"),)
        )
    if isinstance(error, TooDeep):
        words = f"嵌套超过 {error.depth} 层，请减少层次"
        return InvalidInputError((FieldError(too_deep(raw, error.depth) or BODY, words),))
    detail = "不是有效的 JSON"
    if isinstance(error, NotUtf8):
        detail = "不是 UTF-8 编码的 JSON（可能是 GBK 或 UTF-16）：请转换为 UTF-8 后提交"
    elif isinstance(error.__cause__, orjson.JSONDecodeError):
        place = error.__cause__
        detail = f"第 {place.lineno} 行第 {place.colno} 列起不是有效的 JSON"
    return HttpError(HTTPStatus.BAD_REQUEST, "broken-json", "不是有效的 JSON", detail)
