"""Bad messages of five kinds, each with a mark that tells it among what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liandong.envelope import Envelope, encode, new_id
from liandong.messages.verify import Signer


@dataclass(frozen=True, slots=True)
class Poison:
    """A bad message, ready to be published."""

    mark: str
    variant: str
    subject: str
    body: bytes
    headers: Mapping[str, Any]


def brew(
    variant: str, mark: str, subject: str, signers: Mapping[str, Signer], now: datetime
) -> Poison:
    """Make a bad message that claims to be of the water bureau, about a subject."""
    own, other = signers["water"], signers["housing"]
    good = {"well_code": subject, "number": 1_000_000, "note": mark}
    if variant == "unparsable":
        body = b'{"specversion":"1.0","note":"' + mark.encode()
        return Poison(mark, variant, subject, body, own.headers(body))
    if variant == "contract-breaking":
        alone = f"contract-{mark}"
        body = _event(alone, {**good, "well_code": alone, "number": "many"}, now)
        return Poison(mark, variant, alone, body, own.headers(body))
    body = _event(subject, good, now)
    if variant == "unsigned":
        return Poison(mark, variant, subject, body, {})
    if variant == "wrongly signed":
        return Poison(mark, variant, subject, body, own.headers(body + b" "))
    return Poison(mark, variant, subject, body, other.headers(body))


def _event(subject: str, about: Mapping[str, Any], now: datetime) -> bytes:
    made = new_id()
    return encode(
        Envelope(
            id=made,
            source="//140700.liandong.cn/water",
            type="cn.liandong.water.well.sealed.v1",
            subject=subject,
            time=now,
            dataschema="urn:liandong:contract:water.well.sealed.v1",
            data=about,
            sequence=1_000_000,
            correlationid=made,
            causationid=None,
            actor="rogue",
            classification="public",
        )
    )
