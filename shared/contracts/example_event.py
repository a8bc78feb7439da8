"""Examples of events as transmitted, but with their content unsealed."""

from datetime import UTC, datetime
from typing import Any

import orjson

from liandong.envelope import Envelope, encode
from shared.catalog.catalog import publishers_of
from shared.contracts.json_schema import example_of
from shared.messages.declare import meta_of
from shared.messages.namespace import source_of

CITY = "140700"
EXAMPLE_ID = "01960000-0000-7000-8000-000000000001"
MOMENT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)


def example_event(cls: type[Any]) -> dict[str, Any]:
    """Make a valid example of one event version as transmitted."""
    meta = meta_of(cls)
    data = example_of(cls)
    envelope = Envelope(
        id=EXAMPLE_ID,
        source=source_of(CITY, publishers_of(cls)[0]),
        type=meta.type,
        subject=str(data[meta.subject]),
        time=MOMENT,
        dataschema=meta.dataschema,
        data=data,
        sequence=1,
        correlationid=EXAMPLE_ID,
        causationid=None,
        actor="clerk-1",
        classification=meta.classification.value,
    )
    example: dict[str, Any] = orjson.loads(encode(envelope))
    return example
