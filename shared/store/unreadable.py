"""Stored documents that can no longer be read or shown: reported one by one."""

from typing import Any, TypeVar

import structlog

from shared.errors import PlatformError
from shared.messages.codec import from_bson
from shared.store.document import document, document_meta

T = TypeVar("T")
log = structlog.get_logger()
UNREADABLE = "这一条无法读取，其余不受影响；请联系运维人员查看日志（document.unreadable）"


@document("unreadable", title="无法读取的文档", key="key")
class Unreadable:
    """Placeholder in a list for an unreadable document; never stored."""

    key: str
    fault: str = UNREADABLE


class UnreadableDocumentError(PlatformError):
    """A stored document does not match its class; `place` is its index in the requested list."""

    slug = "unreadable-document"
    title = "文档无法读取"

    def __init__(self, title: str, key: str, place: int = 0) -> None:
        super().__init__(f"编号为“{key}”的{title}已损坏，无法读取：请联系运维人员，重试没有用处")
        self.key = key
        self.place = place


def documents_of(rows: list[dict[str, Any]], kind: type[T]) -> list[T]:
    """Decode stored rows; raises `UnreadableDocumentError` that names the first unreadable one."""
    found: list[T] = []
    for place, row in enumerate(rows):
        try:
            found.append(from_bson(row, kind))
        except Exception as error:
            raise _logged(kind, str(row.get("_id", "")), place, error) from error
    return found


def _logged(kind: type[Any], key: str, place: int, error: Exception) -> UnreadableDocumentError:
    meta = document_meta(kind)
    log.error("document.unreadable", collection=meta.collection, key=key, exc_info=error)
    return UnreadableDocumentError(meta.title, key, place)
