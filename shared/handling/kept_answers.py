"""What is kept of an answer for a repeated request: of a restricted document its key alone."""

from collections.abc import Callable
from typing import Any

from shared.messages.codec import to_wire
from shared.store.document import DocumentMeta, key_of

REFERENCE = "restricted_document"


def kept_answer(given: Any) -> dict[str, Any]:
    """Write what a command gave; of a restricted document its key alone, and nothing it says."""
    meta = getattr(given, "__document__", None)
    if isinstance(meta, DocumentMeta) and meta.restricted:
        return {REFERENCE: key_of(given)}
    return to_wire(given)


def given_again(
    kept: dict[str, Any], kind: type[Any] | None, get: Callable[[type[Any], str], Any]
) -> dict[str, Any]:
    """Give a kept answer; a restricted document of this kind is read anew, as it stands now."""
    if kind is None or set(kept) != {REFERENCE}:
        return kept
    return to_wire(get(kind, str(kept[REFERENCE])))
