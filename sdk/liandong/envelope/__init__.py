"""The envelope of an event: a CloudEvents profile, its parser and its validation."""

from liandong.envelope.envelope import (
    BATCH_CONTENT_TYPE,
    CONTENT_TYPE,
    Envelope,
    decode,
    encode,
    new_id,
)

__all__ = ["BATCH_CONTENT_TYPE", "CONTENT_TYPE", "Envelope", "decode", "encode", "new_id"]
