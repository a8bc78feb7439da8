"""Documents and transactions: the interface, and the store in memory that passes the same cases."""

from shared.store.document import document, key_of
from shared.store.due import soonest_page
from shared.store.grouping import DAY, Alike, Group, Part, Row
from shared.store.pages import Page, PageRequest
from shared.store.session import Session
from shared.store.store import Store

__all__ = [
    "DAY",
    "Alike",
    "Group",
    "Page",
    "PageRequest",
    "Part",
    "Row",
    "Session",
    "Store",
    "document",
    "key_of",
    "soonest_page",
]
