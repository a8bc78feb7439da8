"""JSON bodies: one interpretation only, nothing unstorable; each fault names its place."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from shared.errors import InvalidInputError
from shared.web.problem import HttpError
from shared.web.requests import parse_json_body


def asked(content: bytes, kind: str = "application/json") -> Request:
    builder = EnvironBuilder("/v1/wells", method="POST", data=content, content_type=kind)
    return Request(builder.get_environ())


def deep(levels: int) -> bytes:
    return b'{"area": ' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (b'{"county": "140728", "area": 1, "county": "140702"}', "county", "两次"),
        (b'{"area": {"n": {"a": 1, "a": 2}}}', "a", "两次"),
        (b'{"a": 1, "\\u0061": 2}', "a", "两次"),
        (deep(64), "area", "64 层"),
        (deep(300), "area", "64 层"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "a", "64 层"),
        (b'{"area": {"FID": 9223372036854775808}}', "area.FID", "64 位"),
        (b'{"area": {"FID": -9223372036854775809}}', "area.FID", "64 位"),
        (b'{"n": [1, 123456789012345678901234567890]}', "n.1", "64 位"),
        (b'{"area": {"a\\u0000b": 1}}', "area", "控制字符"),
        (b'{"a\\u202eb": 1}', "请求体", "控制字符"),
        (b'{"note": "a\\u0000b"}', "note", "控制字符"),
        (b'{"notes": ["a", "\\u001b[31m"]}', "notes.1", "控制字符"),
    ],
)
def test_what_cannot_be_read_or_kept_in_one_way_is_named(content, field, words):
    with pytest.raises(InvalidInputError) as refused:
        parse_json_body(asked(content))

    (fault,) = refused.value.faults
    assert fault.field == field
    assert words in fault.message


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": "\\ud800"}',
        deep(2000),
        b"\x00",
        b"[" + b"9" * 6000,
    ],
)
def test_what_is_no_json_is_told_with_its_place(content):
    with pytest.raises(HttpError, match=r"第 \d+ 行第 \d+ 列") as refused:
        parse_json_body(asked(content))

    assert refused.value.status == 400


def test_what_can_be_kept_is_taken():
    largest = b'{"n": [9223372036854775807, -9223372036854775808, 0.12345678901234567890]}'

    assert parse_json_body(asked(largest))["n"][:2] == [2**63 - 1, -(2**63)]
    assert parse_json_body(asked(deep(62)))["area"]
    assert (
        parse_json_body(asked('{"note": "第一行\\n第二行\\t𠮷"}'.encode()))["note"]
        == "第一行\n第二行\t𠮷"
    )


def test_a_byte_order_mark_of_windows_is_left_out():
    assert parse_json_body(asked(b'\xef\xbb\xbf{"note": "a"}')) == {"note": "a"}


@pytest.mark.parametrize("content", ['{"note": "封"}'.encode("gbk"), '{"a": 1}'.encode("utf-16")])
def test_another_encoding_is_told_from_a_broken_text(content):
    with pytest.raises(HttpError, match="UTF-8") as refused:
        parse_json_body(asked(content))

    assert refused.value.status == 400


@pytest.mark.parametrize("charset", ["GBK", "gb18030", "utf-16"])
def test_a_body_that_says_it_is_in_another_encoding_is_no_media_we_take(charset):
    with pytest.raises(HttpError, match="UTF-8") as refused:
        parse_json_body(asked(b"{}", f"application/json; charset={charset}"))

    assert refused.value.status == 415
    assert parse_json_body(asked(b"{}", "application/json; charset=UTF-8")) == {}
