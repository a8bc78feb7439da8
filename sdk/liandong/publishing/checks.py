"""Checks of an event before it leaves: what every receiver would refuse is told here."""

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
    """Find the list of trusted keys: the one that was named, or the one beside the key.

    Raises `Malformed` if a named list is not there.
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
    """Raise what a receiver would say of a signed event, with the remedy.

    `Malformed` for a time ahead of the clock here, `BadSignature` for a key that the trust list
    does not know, or that was not in use at the event's time. Without a list keys are not checked.
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
