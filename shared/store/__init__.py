"""Documents and transactions: the store interface and its helpers."""

from shared.store.document import document, document_meta, key_of
from shared.store.due import page_by_time
from shared.store.grouping import DAY, Group, GroupKey, KeyRange, Row
from shared.store.pages import Page, PageRequest
from shared.store.session import Session
from shared.store.store import Store

__all__ = [
    "DAY",
    "Group",
    "GroupKey",
    "KeyRange",
    "Page",
    "PageRequest",
    "Row",
    "Session",
    "Store",
    "document",
    "document_meta",
    "key_of",
    "page_by_time",
]
