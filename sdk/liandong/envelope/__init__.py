"""The envelope of an event: what a CloudEvent is here, its parser and its checks."""

from liandong.envelope.envelope import (
    BATCH_CONTENT_TYPE,
    CONTENT_TYPE,
    Envelope,
    decode,
    encode,
    new_id,
)

__all__ = ["BATCH_CONTENT_TYPE", "CONTENT_TYPE", "Envelope", "decode", "encode", "new_id"]
