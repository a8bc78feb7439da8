"""Seeds a history: old rows in the outbox and the inbox."""

from typing import Any

AT_ONCE = 5_000
AGO = "0000"  # ids and subjects of seeded rows sort before all others, and belong to no plot


def seed_history(registry: Any, mirror: Any, rows: int) -> None:
    """Copy an outbox row and its inbox mark `rows` times with unique ids.

    The copies have the platform's current document structure: only unique fields differ.
    """
    if not rows:
        return
    sent = registry["outbox"].find_one()
    for first in range(0, rows, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, rows))
        registry["outbox"].insert_many([_aged(sent, number) for number in numbers], ordered=False)
        mirror["inbox"].insert_many([_mark(sent, number) for number in numbers], ordered=False)


def _aged(row: dict[str, Any], number: int) -> dict[str, Any]:
    aged = {**row, "_id": f"{AGO}-{number:08}", "subject": f"{AGO}-{number % 1000:04}"}
    aged |= {name: number // 1000 + 1 for name in ("sequence",) if name in row}
    return aged | {name: aged["_id"] for name in ("id",) if name in row}


def _mark(sent: dict[str, Any], number: int) -> dict[str, Any]:
    subject, sequence = f"{AGO}-{number % 1000:04}", number // 1000 + 1
    mark = f"registry|{subject}|{sequence}"
    return {
        "_id": mark,
        "_revision": 1,
        "id": mark,
        "event_id": f"{AGO}-{number:08}",
        "type": "cn.liandong.registry.plot.recorded.v1",
        "subject": subject,
        "sequence": sequence,
        "published_at": sent["at"],
        "applied_at": sent["at"],
        "outcome": "applied",
    }
