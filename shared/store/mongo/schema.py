"""Collections and indexes, created at start-up: a transaction cannot create them."""

from collections.abc import Iterable
from typing import Any

from pymongo.database import Database
from pymongo.errors import OperationFailure

from shared.store.document import document_meta

EXISTS = 48


def ensure_collections(database: Database[dict[str, Any]], kinds: Iterable[type[Any]]) -> None:
    """Create collections and indexes of these classes; idempotent."""
    existing = set(database.list_collection_names())
    for kind in kinds:
        meta = document_meta(kind)
        if meta.collection not in existing:
            _create(database, meta.collection)
        for fields in meta.indexes:
            database[meta.collection].create_index([(name, 1) for name in fields])
        for fields in meta.unique:
            database[meta.collection].create_index([(name, 1) for name in fields], unique=True)


def _create(database: Database[dict[str, Any]], name: str) -> None:
    try:
        database.create_collection(name, check_exists=False)
    except OperationFailure as error:
        if error.code != EXISTS:  # another process created it first
            raise
