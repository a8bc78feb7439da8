"""Verify an export offline, with only its files and a trust list."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from liandong.envelope import Envelope
from liandong.errors import BadSignature, Malformed
from liandong.messages.claim_check import claim_in, claim_of
from liandong.messages.verify import KeyRing, open_message

SUFFIX = ".contents"


@dataclass(frozen=True, slots=True)
class VerifiedLine:
    """Verdict on a line of an export: `fault` is empty if signature and content are valid.

    `content` describes large content in words; empty for an event that contains its own.
    """

    id: str
    says: str
    fault: str
    content: str = ""


def contents_folder(file: Path) -> Path:
    """Return the folder of large contents beside an export file."""
    return file.with_name(file.name + SUFFIX)


def verify(lines: Iterable[bytes], ring: KeyRing, contents: Path) -> Iterator[VerifiedLine]:
    """Verify each line of an export against a trust list, and its large content by its hash."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _checked(line, number, ring, contents)


def _checked(line: bytes, number: int, ring: KeyRing, contents: Path) -> VerifiedLine:
    try:
        told = orjson.loads(line)
        body = base64.b64decode(told["body"], validate=True)
        headers = {name: _value(value) for name, value in told["headers"].items()}
        name = str(told["id"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return VerifiedLine(f"第 {number} 行", "", "不是导出的记录")
    try:
        event = open_message(body, headers, ring)
    except (BadSignature, Malformed) as error:
        return VerifiedLine(name, "", str(error))
    says = f"{event.department} {event.routing_key} {event.subject} 第 {event.sequence} 号"
    return _with_content(
        VerifiedLine(name, says, ""), event, contents, str(told.get("content", ""))
    )


def _with_content(
    verdict: VerifiedLine, event: Envelope, contents: Path, told: str
) -> VerifiedLine:
    claim = claim_in(event)
    if claim is None:
        return verdict
    file = contents / claim.digest
    if not file.is_file():
        missing = "内容未曾取得，未随附"
        fault = "" if told == "not_fetched" else f"签名有效，但缺少内容文件 {file}"
        return VerifiedLine(verdict.id, verdict.says, fault, missing)
    if claim_of(file.read_bytes()) != claim:
        fault = f"签名有效，但内容文件 {file} 与签名中的摘要值或长度不符"
        return VerifiedLine(verdict.id, verdict.says, fault)
    return VerifiedLine(verdict.id, verdict.says, "", "内容与签名中的摘要值相符")


def _value(at: Any) -> str | bytes:
    return at if isinstance(at, str) else base64.b64decode(at["base64"], validate=True)
