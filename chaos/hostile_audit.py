"""The audit of the hostile department's messages: each was applied, waits or was refused."""

import hashlib
from collections.abc import Sequence
from typing import Any

from chaos.city_reader import CityReader
from chaos.hostile_messages import HostileMessage
from liandong.envelope import decode
from liandong.errors import Malformed
from testbed.event_audit import EXAMPLES


def audit_hostile(reader: CityReader, sent: Sequence[HostileMessage]) -> dict[str, Any]:
    """Count the messages by their outcome at each receiver; `nowhere` lists the lost ones."""
    counts = {"applied": 0, "waiting_or_refused": 0}
    nowhere: list[str] = []
    for receiver in sorted({name for message in sent for name in message.receivers}):
        stored = reader.stored_digests(receiver)
        applied = reader.hostile_applied(receiver)
        for message in sent:
            if receiver not in message.receivers:
                continue
            if hashlib.sha256(message.body).digest() in stored:
                counts["waiting_or_refused"] += 1
            elif _id_of(message.body) in applied:
                counts["applied"] += 1
            else:
                nowhere.append(f"{message.subject} at {receiver}")
    return {"sent": len(sent), **counts, "nowhere": nowhere[:EXAMPLES]}


def _id_of(body: bytes) -> str:
    try:
        return decode(body).id
    except Malformed:
        return ""
