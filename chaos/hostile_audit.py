"""What became of every message of the hostile department, at each department that got it."""

import hashlib
from collections.abc import Sequence
from typing import Any

from chaos.city_reader import Books
from chaos.hostile_messages import Message
from liandong.envelope import decode
from liandong.errors import Malformed
from testbed.event_audit import EXAMPLES


def judge_hostile(books: Books, sent: Sequence[Message]) -> dict[str, Any]:
    """Tell how many were sent and to whom, what became of them, and which are nowhere."""
    counts = {"applied": 0, "waiting_or_refused": 0}
    nowhere: list[str] = []
    for hearer in sorted({name for message in sent for name in message.hearers}):
        known, marks = books.known(hearer), set(books.marks(hearer).values())
        for message in sent:
            if hearer not in message.hearers:
                continue
            if hashlib.sha256(message.body).digest() in known:
                counts["waiting_or_refused"] += 1
            elif _id_of(message.body) in marks:
                counts["applied"] += 1
            else:
                nowhere.append(f"{message.subject} at {hearer}")
    return {"sent": len(sent), **counts, "nowhere": nowhere[:EXAMPLES]}


def _id_of(body: bytes) -> str:
    try:
        return decode(body).id
    except Malformed:
        return ""
