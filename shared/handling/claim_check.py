"""The claim check in transactions: large content is put aside here, and found again there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from liandong.envelope import Envelope
from liandong.errors import Malformed
from liandong.messages.claim_check import LARGEST_CONTENT, claim_in, claim_of, with_content
from shared.errors import FieldError, InvalidInputError, RejectedError, RetryableError
from shared.handling.blob import Blob
from shared.store.session import Session

CLAIM_CHECK_BYTES = 128 * 1024
"""A message of more bytes than this carries its content's hash instead; a `Place` may differ."""

MIB = 1024 * 1024


class ContentTooLargeError(RejectedError):
    """Not every store could keep it: MongoDB ends at 16 MiB, the embedded one sooner."""

    status = 422
    slug = "content-too-large"
    title = "内容过大"

    def __init__(self, kind: str, size: int) -> None:
        super().__init__(
            f"事件 {kind} 的内容有 {size / MIB:.1f} MiB，超过 {LARGEST_CONTENT // MIB} MiB 上限："
            "请分成几份提交，或把附件存入档案系统，只填写其编号和摘要值"
        )


class ContentMissingError(RetryableError):
    """The content of an event is not here yet; it is fetched outside of transactions."""

    slug = "content-missing"

    def __init__(self, dataref: str, why: str) -> None:
        super().__init__(f"内容尚未取得：{why or '即将向发布部门取用'}（{dataref}）")
        self.dataref = dataref


def check_in(session: Session, envelope: Envelope, topic: str, now: datetime) -> Envelope:
    """Put an event's content aside, for those who hear `topic` to fetch it by its hash."""
    content = orjson.dumps(envelope.data)
    if len(content) > LARGEST_CONTENT:
        raise ContentTooLargeError(envelope.type, len(content))
    claim = claim_of(content)
    kept = session.find(Blob, claim.digest) or Blob(claim.digest, content, claim.size, now)
    if topic not in kept.topics:
        session.save(replace(kept, topics=(*kept.topics, topic)))
    return replace(envelope, data={}, dataref=claim.dataref)


def data_of(session: Session, envelope: Envelope, why_not: str = "") -> Mapping[str, Any]:
    """Give an event's data, wherever it lies; `ContentMissingError` tells `why_not` it is here."""
    claim = claim_in(envelope)
    if claim is None:
        return envelope.data
    kept = session.find(Blob, claim.digest)
    if kept is None:
        raise ContentMissingError(claim.dataref, why_not)
    try:
        return with_content(envelope, kept.content).data
    except Malformed as error:
        raise InvalidInputError(
            (FieldError("内容", f"应为一个 JSON 对象（{error.reason}）"),)
        ) from error


def missing_content_ref(error: Exception) -> str:
    """Tell which content an error waits for; empty if none."""
    return error.dataref if isinstance(error, ContentMissingError) else ""
