"""Claim checks in transactions: the publisher stores large content, the subscriber loads it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from liandong.envelope import Envelope
from liandong.errors import Malformed
from liandong.messages.claim_check import LARGEST_CONTENT, claim_in, claim_of, with_content
from shared.errors import FieldError, InvalidInputError, RejectedError, RetryableError
from shared.store.document import document
from shared.store.session import Session

CLAIM_CHECK_BYTES = 128 * 1024
"""A larger message has its content replaced by a hash; a default of `PublisherIdentity`."""

MIB = 1024 * 1024


@document("blobs", title="事件内容", key="id")
class Blob:
    """The content of events, byte for byte as its hash was signed; never deleted.

    `id` is the SHA-256. `topics` are those under which this department published it: a subscriber
    of any of them may fetch it. A copy that was fetched from its publisher has none.
    """

    id: str
    content: bytes
    size: int
    at: datetime
    topics: tuple[str, ...] = ()


class ContentTooLargeError(RejectedError):
    """Not every store can hold the content: MongoDB's limit is 16 MiB, the embedded one's lower."""

    status = 422
    slug = "content-too-large"
    title = "内容过大"

    def __init__(self, kind: str, size: int) -> None:
        super().__init__(
            f"事件 {kind} 的内容有 {size / MIB:.1f} MiB，超过 {LARGEST_CONTENT // MIB} MiB 上限："
            "请分成几份提交，或把附件存入档案系统，只填写其编号和摘要值"
        )


class ContentMissingError(RetryableError):
    """The content of an event is not stored yet; it is fetched outside of transactions."""

    slug = "content-missing"

    def __init__(self, dataref: str, why: str) -> None:
        super().__init__(f"内容尚未取得：{why or '即将向发布部门取用'}（{dataref}）")
        self.dataref = dataref


def check_in(session: Session, envelope: Envelope, topic: str, now: datetime) -> Envelope:
    """Store an event's content for the subscribers of `topic`; return the envelope with its hash.

    Raises `ContentTooLargeError`.
    """
    content = orjson.dumps(envelope.data)
    if len(content) > LARGEST_CONTENT:
        raise ContentTooLargeError(envelope.type, len(content))
    claim = claim_of(content)
    kept = session.find(Blob, claim.digest) or Blob(claim.digest, content, claim.size, now)
    if topic not in kept.topics:
        session.save(replace(kept, topics=(*kept.topics, topic)))
    return replace(envelope, data={}, dataref=claim.dataref)


def load_content(session: Session, envelope: Envelope, reason: str = "") -> Mapping[str, Any]:
    """Return an event's data, from the envelope or the store.

    Raises `ContentMissingError` with `reason` if the content is not stored, `InvalidInputError` if
    it is not a JSON object.
    """
    claim = claim_in(envelope)
    if claim is None:
        return envelope.data
    kept = session.find(Blob, claim.digest)
    if kept is None:
        raise ContentMissingError(claim.dataref, reason)
    try:
        return with_content(envelope, kept.content).data
    except Malformed as error:
        raise InvalidInputError(
            (FieldError("内容", f"应为一个 JSON 对象（{error.reason}）"),)
        ) from error


def missing_content_ref(error: Exception) -> str:
    """Return the reference of the content that an error is about; empty if none."""
    return error.dataref if isinstance(error, ContentMissingError) else ""
