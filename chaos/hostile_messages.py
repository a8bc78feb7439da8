"""The messages of an authorised but hostile department, in seven variants.

Its credentials and its key are valid; it may publish to its own exchange only.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from liandong.envelope import Envelope, encode, new_id
from liandong.messages.verify import SIGNATURE_HEADER, Signer

HOSTILE = "forestry"
FELLED = "tree.felled.v1"
COUNT = 40
HUGE = 60_000
TREES = 5
RECEIVERS = ("housing", "archive")
SOURCE = f"//140700.liandong.cn/{HOSTILE}"
CONTRACT = "urn:liandong:contract:"
REQUESTED = "resend.requested.v1"


class HostileMessage(NamedTuple):
    """A message to publish, and the departments that receive it."""

    key: str
    subject: str
    body: bytes
    headers: Mapping[str, Any]
    receivers: tuple[str, ...] = RECEIVERS


def messages_of(variant: str, seed: int, signer: Signer, now: datetime) -> list[HostileMessage]:
    """Return the 40 messages of one fault."""
    dice = random.Random(seed)
    make = VARIANTS[variant]
    return [make(dice, seed, number, signer, now) for number in range(1, COUNT + 1)]


def _bytes(
    dice: random.Random, _seed: int, _number: int, signer: Signer, _now: datetime
) -> HostileMessage:
    body = dice.randbytes(dice.choice((1, 300, 100_000)))
    return HostileMessage(FELLED, "T-bytes", body, signer.headers(body))


def _signature(
    dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    good = _flood(dice, seed, number, signer, now)
    return good._replace(headers={**good.headers, SIGNATURE_HEADER: dice.randbytes(64)})


def _headers(
    dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    good = _flood(dice, seed, number, signer, now)
    return good._replace(headers={**good.headers, "x-junk": "x" * HUGE, "x-deaths": [["x"] * 99]})


def _flood(
    _dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    """Return an event of a flood of one subject; the subscribers' rule refuses high numbers."""
    about = f"T-{seed:08x}"
    return _signed(_felled(about, number, seed, now, number + seed % 30), signer)


def _gap(
    dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    """Return an event that waits for a missing one, on its own subject or that of a well."""
    about = f"W-{dice.randrange(TREES)}" if number % 2 else f"T-{seed:08x}"
    event = _felled(about, number, seed, now, 1)
    sequence = (seed % 10_000) * 100 + 2 * number
    waits = replace(event, sequence=sequence, previous=f"{FELLED}={sequence - 1}")
    return _signed(waits, signer)


def _step(
    dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    """Forge an event of the water bureau about an existing well, with its source or the own one."""
    well = f"W-{dice.randrange(TREES)}"
    event = replace(
        _felled(well, number, seed, now, 1),
        source=dice.choice(("//140700.liandong.cn/water", SOURCE)),
        type="cn.liandong.water.well.sealed.v1",
        dataschema=f"{CONTRACT}water.well.sealed.v1",
        data={"well_code": well, "number": number, "note": "forged", "stumble": 0},
    )
    return _signed(event, signer)


def _request(
    dice: random.Random, seed: int, number: int, signer: Signer, now: datetime
) -> HostileMessage:
    """Request a resend of the water bureau's events, and of events that it never published."""
    about = dice.choice(("", f"W-{dice.randrange(TREES)}", f"T-{dice.getrandbits(30)}"))
    line = f"water|{seed:08x}"
    asked = {"line": line, "publisher": "water", "about": about, "after": 0, "before": 2_000_000}
    gaps = [{"about": f"T-{dice.getrandbits(30)}", "after": 0, "before": 9, "number": 5}]
    event = replace(
        _felled(line, number, seed, now, 1),
        type=f"cn.liandong.platform.{REQUESTED}",
        dataschema=f"{CONTRACT}platform.{REQUESTED}",
        classification="internal",
        data={**asked, "number": 0, "more": gaps * 20},
    )
    return _signed(event, signer)._replace(key=f"{REQUESTED}.water", receivers=("water",))


def _felled(about: str, sequence: int, seed: int, now: datetime, number: int) -> Envelope:
    made = new_id()
    return Envelope(
        id=made,
        source=SOURCE,
        type=f"cn.liandong.{HOSTILE}.{FELLED}",
        subject=about,
        time=now,
        dataschema=f"{CONTRACT}{HOSTILE}.{FELLED}",
        data={"tree_code": about, "number": number, "note": f"hostile-{seed:08x}"},
        sequence=sequence,
        correlationid=made,
        causationid=None,
        actor="hostile",
        classification="public",
        previous=f"nothing.heard.v1={sequence - 1}" if sequence > 1 else None,
    )


def _signed(event: Envelope, signer: Signer) -> HostileMessage:
    body = encode(event)
    return HostileMessage(FELLED, event.subject, body, signer.headers(body))


VARIANTS = {
    "bytes": _bytes,
    "signatures": _signature,
    "headers": _headers,
    "flood": _flood,
    "gaps": _gap,
    "foreign steps": _step,
    "requests": _request,
}
