"""All kinds of documents in a department's database: those of the kit, and its own."""

from typing import Any

from shared.catalog import documents
from shared.layout import Layout
from shared.ledgers import KINDS
from shared.owned import NumberOwner
from shared.pulse import Pulse
from shared.readers import Reader


def kinds_of(department: str) -> tuple[type[Any], ...]:
    """List what a department keeps; the document about the database itself is not among it."""
    return (*KINDS, Layout, Reader, NumberOwner, Pulse, *documents(department))
