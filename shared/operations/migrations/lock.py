"""The lock of migrations: of several runners on one database, one works."""

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
    """Held by the server's clock; a runner that was killed loses it after half a minute."""

    def __init__(self, store: MongoStore, *, seconds: float = SECONDS) -> None:
        self._store = store
        self._holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._lifetime = timedelta(seconds=seconds)
        self._token = 0

    def acquire(self) -> str | None:
        """Take the lock; tell who has it if somebody else does."""
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
        """Hold it on within the transaction of a step; `SchemaError` if it was lost."""
        leases = self._store.collection(Lease)
        row = leases.find_one({"_id": KEY}, session=client_session)
        if row is None or row["token"] != self._token:
            raise SchemaError("another runner has taken over: look at `liandong migrate status`")
        until = self._store.server_time() + self._lifetime
        held = replace(from_bson(row, Lease), until=until)
        kept = {"_id": KEY, REVISION: row[REVISION] + 1, **to_bson(held)}
        leases.replace_one({"_id": KEY}, kept, session=client_session)

    def release(self) -> None:
        """Let the next one in at once."""

        def end(session: Session) -> None:
            known = session.find(Lease, KEY)
            if known is not None and known.token == self._token:
                session.save(replace(known, until=known.until - timedelta(days=1)))

        self._store.transact(end)
