"""Idempotency of requests: keys, and the stored answers for repeated requests."""

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
    """Identity of a request: its Idempotency-Key, scoped to the caller, and a content hash."""

    key: str
    fingerprint: str


@document("answers", title="已答复请求", key="id")
class IdempotencyRecord:
    """The stored answer to a request; `id` is its key, `fingerprint` identifies its content."""

    id: str
    fingerprint: str
    body: dict[str, Any]
    at: datetime

    def answer_to(self, once: IdempotencyKey) -> dict[str, Any]:
        """Return the answer if the request is the same; raises `KeyReusedError` for another one."""
        if self.fingerprint != once.fingerprint:
            raise KeyReusedError
        return self.body


def stored_answer(given: Any) -> dict[str, Any]:
    """Encode a command's result for storage; of a restricted document only its key."""
    meta = getattr(given, "__document__", None)
    if isinstance(meta, DocumentMeta) and meta.restricted:
        return {REFERENCE: key_of(given)}
    return to_wire(given)


def replayed_answer(
    stored: dict[str, Any], kind: type[Any] | None, get: Callable[[type[Any], str], Any]
) -> dict[str, Any]:
    """Return a stored answer; a restricted document of `kind` is read again, as it is now."""
    if kind is None or set(stored) != {REFERENCE}:
        return stored
    return to_wire(get(kind, str(stored[REFERENCE])))
