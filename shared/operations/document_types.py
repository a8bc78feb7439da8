"""All kinds of documents in a department's database: those of the kit, and its own."""

from typing import Any

from shared.broker.inbox_layout import Layout
from shared.catalog.catalog import documents
from shared.delivery.partitions.consumers import Reader
from shared.handling.owned_numbers import NumberOwner
from shared.handling.records import KINDS
from shared.store.pulse import Pulse


def kinds_of(department: str) -> tuple[type[Any], ...]:
    """List what a department keeps; the document about the database itself is not among it."""
    return (*KINDS, Layout, Reader, NumberOwner, Pulse, *documents(department))
