"""Messages: declared as classes, validated, and encoded as JSON or BSON."""

from shared.messages.annotations import split_annotated, split_optional
from shared.messages.codec import from_bson, to_wire
from shared.messages.contract import contract_of
from shared.messages.declare import (
    Between,
    Check,
    Classification,
    Example,
    Length,
    MessageMeta,
    OneLine,
    Title,
    command,
    event,
    form,
    meta_of,
    value_object,
)

__all__ = [
    "Between",
    "Check",
    "Classification",
    "Example",
    "Length",
    "MessageMeta",
    "OneLine",
    "Title",
    "command",
    "contract_of",
    "event",
    "form",
    "from_bson",
    "meta_of",
    "split_annotated",
    "split_optional",
    "to_wire",
    "value_object",
]
