"""What makes a request the same, and the answer that is stored for the second one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.errors import KeyReusedError
from shared.messages.codec import to_wire
from shared.store.document import DocumentMeta, document, key_of

REFERENCE = "restricted_document"


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What makes a request the same: its Idempotency-Key, scoped to the caller, and its content."""

    key: str
    fingerprint: str


@document("answers", title="已答复请求", key="id")
class IdempotencyRecord:
    """What a request with this Idempotency-Key was answered; `fingerprint` tells the request."""

    id: str
    fingerprint: str
    body: dict[str, Any]
    at: datetime

    def answer_to(self, once: IdempotencyKey) -> dict[str, Any]:
        """Give the answer to the same request; raises `KeyReusedError` for another one."""
        if self.fingerprint != once.fingerprint:
            raise KeyReusedError
        return self.body


def stored_answer(given: Any) -> dict[str, Any]:
    """Write what a command gave; of a restricted document its key alone, and no content."""
    meta = getattr(given, "__document__", None)
    if isinstance(meta, DocumentMeta) and meta.restricted:
        return {REFERENCE: key_of(given)}
    return to_wire(given)


def replayed_answer(
    stored: dict[str, Any], kind: type[Any] | None, get: Callable[[type[Any], str], Any]
) -> dict[str, Any]:
    """Give a stored answer; a restricted document of this kind is read anew, as it stands now."""
    if kind is None or set(stored) != {REFERENCE}:
        return stored
    return to_wire(get(kind, str(stored[REFERENCE])))
