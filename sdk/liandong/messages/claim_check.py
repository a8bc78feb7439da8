"""The claim check: content too large for the broker is referenced by its hash, and fetched."""

import hashlib
from dataclasses import dataclass, replace

from liandong.envelope import Envelope
from liandong.envelope.strict_json import loads
from liandong.envelope.validation import LARGEST_CONTENT, read_dataref
from liandong.errors import Malformed
from liandong.messages.content_fetch import ContentError, Refused, Unreachable, WrongContent, fetch

__all__ = [
    "LARGEST_CONTENT",
    "Claim",
    "ContentError",
    "Refused",
    "Unreachable",
    "WrongContent",
    "claim_in",
    "claim_of",
    "fetch",
    "with_content",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """Content by its SHA-256 (64 hexadecimal digits) and its number of bytes."""

    digest: str
    size: int

    @property
    def dataref(self) -> str:
        """The claim as an envelope's `dataref`."""
        return f"urn:liandong:blob:sha256:{self.digest}:{self.size}"


def claim_of(content: bytes) -> Claim:
    """Return the claim on some content."""
    return Claim(hashlib.sha256(content).hexdigest(), len(content))


def claim_in(envelope: Envelope) -> Claim | None:
    """Return the claim on an event's content; None if the event carries its content."""
    return None if envelope.dataref is None else Claim(*read_dataref(envelope.dataref))


def with_content(envelope: Envelope, content: bytes) -> Envelope:
    """Replace an event's `dataref` by the fetched content; `Malformed` if it is no JSON object.

    The signed hash is not checked here; `fetch` does that.
    """
    data = loads(content, where="dataref: the content")
    if not isinstance(data, dict):
        raise Malformed("dataref: the content must be a JSON object")
    return replace(envelope, data=data, dataref=None)
