"""Checks of an event before it is published, for errors that every receiver would refuse."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from liandong.envelope import Envelope
from liandong.errors import BadSignature, Malformed
from liandong.keys.reloading import TrustList
from liandong.keys.signing_key_files import TRUST_FILE
from liandong.messages.verify import open_message

BELIEVED = timedelta(minutes=5)
"""By how much the clocks of honest machines differ; beyond it receivers count from the arrival."""


def trust_list_of(key: Path, named: Path | None) -> TrustList | None:
    """Load the list of trusted keys: the named one, else the one beside the key, else None.

    Raises `Malformed` if a named list does not exist.
    """
    if named is not None and not named.exists():
        raise Malformed(f"{named}: there is no such trust list; ask the city for trust.json")
    path = named or key.parent / TRUST_FILE
    return TrustList(path) if path.exists() else None


def refuse_before_leaving(
    envelope: Envelope,
    body: bytes,
    headers: Mapping[str, Any],
    trust: TrustList | None,
    now: datetime | None = None,
) -> None:
    """Raise the error of a receiver for a signed event that it would refuse, with the remedy.

    `Malformed` for a time ahead of the local clock, `BadSignature` for a key that is not in the
    trust list, or was not in use at the event's time. Without a list keys are not checked.
    """
    now = now or datetime.now(UTC)
    if envelope.time > now + BELIEVED:
        raise Malformed(
            f"time: {envelope.time.isoformat()} lies ahead of this machine's clock "
            f"({now.isoformat(timespec='seconds')}); leave `time` out, or set the clock right"
        )
    if trust is None:
        return
    try:
        open_message(body, headers, trust)
    except BadSignature as error:
        raise BadSignature(
            f"every receiver would refuse it: {error}. An example's `id`, `time` and "
            "`correlationid` are not yours: leave them out, and they are filled in"
        ) from error
