"""Lock of migrations: one runner per database at a time."""

import os
import secrets
import socket
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.delivery.outbox.lease import next_lease
from shared.messages.codec import from_bson, to_bson
from shared.operations.migrations.schema import SchemaError
from shared.store.mongo.store import MongoStore
from shared.store.mongo.writes import REVISION
from shared.store.outbox import Lease
from shared.store.session import Session

KEY = "migrate"
SECONDS = 30.0


class MigrationLock:
    """A lease by the server's clock; that of a killed runner expires after 30 seconds."""

    def __init__(self, store: MongoStore, *, seconds: float = SECONDS) -> None:
        self._store = store
        self._holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._lifetime = timedelta(seconds=seconds)
        self._token = 0

    def acquire(self) -> str | None:
        """Acquire the lock; return the current holder if another runner has it."""
        now = self._store.server_time()

        def work(session: Session) -> str | None:
            known = session.find(Lease, KEY)
            made = next_lease(known, None, self._holder, now, now + self._lifetime)
            if made is None:
                return known.holder if known else ""
            session.save(replace(made, id=KEY))
            self._token = made.token
            return None

        return self._store.transact(work)

    def renew(self, client_session: Any) -> None:
        """Extend the lock in the transaction of a step; raises `SchemaError` if it was lost."""
        leases = self._store.collection(Lease)
        row = leases.find_one({"_id": KEY}, session=client_session)
        if row is None or row["token"] != self._token:
            raise SchemaError("another runner has taken over: look at `liandong migrate status`")
        until = self._store.server_time() + self._lifetime
        held = replace(from_bson(row, Lease), until=until)
        kept = {"_id": KEY, REVISION: row[REVISION] + 1, **to_bson(held)}
        leases.replace_one({"_id": KEY}, kept, session=client_session)

    def release(self) -> None:
        """Release the lock immediately."""

        def end(session: Session) -> None:
            known = session.find(Lease, KEY)
            if known is not None and known.token == self._token:
                session.save(replace(known, until=known.until - timedelta(days=1)))

        self._store.transact(end)
