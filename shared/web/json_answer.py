"""JSON responses: an unwritable item of a list does not affect the others."""

from typing import Any

import orjson
import structlog

from shared.messages.codec import to_wire
from shared.store.document import DocumentMeta, key_of
from shared.store.pages import Page
from shared.store.unreadable import UNREADABLE, Unreadable, UnreadableDocumentError

log = structlog.get_logger()


def json_bytes(given: Any) -> bytes:
    """Encode a method's result; raises `UnreadableDocumentError` if that fails."""
    try:
        return orjson.dumps(to_wire(given))
    except (TypeError, ValueError, RecursionError) as error:
        if isinstance(given, Page):
            return orjson.dumps(
                {"items": [_item(item) for item in given.items], "next": given.next}
            )
        raise _unwritable(given, error) from error


def _item(item: Any) -> Any:
    try:
        return orjson.Fragment(orjson.dumps(to_wire(item)))
    except (TypeError, ValueError, RecursionError) as error:
        told = _unwritable(item, error)
        meta = getattr(item, "__document__", None)
        name = meta.key if isinstance(meta, DocumentMeta) else "key"
        return {name: told.key, "fault": UNREADABLE}


def _unwritable(given: Any, error: Exception) -> UnreadableDocumentError:
    meta = getattr(given, "__document__", None)
    if not isinstance(meta, DocumentMeta) or isinstance(given, Unreadable):
        return UnreadableDocumentError("答复", "")
    log.error("document.unreadable", collection=meta.collection, key=key_of(given), exc_info=error)
    return UnreadableDocumentError(meta.title, key_of(given))
