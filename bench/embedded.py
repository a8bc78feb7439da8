"""The embedded store for a benchmark that runs one department's own code."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.catalog.catalog import document_types
from shared.local.store import EmbeddedStore
from shared.operations.document_types import KIT_DOCUMENTS
from shared.store.mongo.store import MongoStore


@contextmanager
def embedded_store(department: str) -> Iterator[MongoStore]:
    """Start a server in a temporary folder and prepare a department's store; remove both after."""
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedStore(Path(folder))
        embedded.start()
        store = MongoStore(embedded.url(), department)
        try:
            store.prepare((*KIT_DOCUMENTS, *document_types(department)))
            yield store
        finally:
            store.close()
            embedded.stop()
