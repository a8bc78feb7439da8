"""The relay's lease: only one of a department's processes publishes at a time."""

import time
from datetime import datetime, timedelta

from shared.store.outbox import RELAY, Lease
from shared.store.session import Session
from shared.store.store import Store

LEASE_S = 6.0


class RelayLease:
    """Holds the lease for one process, by the store server's clock, and renews it.

    A lost lease does no harm: events published meanwhile are at worst published twice.
    """

    def __init__(self, store: Store, holder: str, *, seconds: float = LEASE_S) -> None:
        self._store = store
        self._holder = holder
        self._seconds = seconds
        self._held: Lease | None = None
        self._renew_at = 0.0

    def acquire_or_renew(self) -> Lease | None:
        """Return the lease if this process holds or can acquire it, else None."""
        if self._held is not None and time.monotonic() < self._renew_at:
            return self._held
        asked_at, now = time.monotonic(), self._store.server_time()
        self._held = self._store.transact(lambda session: self._decide(session, now))
        self._renew_at = asked_at + self._seconds / 3
        return self._held

    @property
    def held(self) -> bool:
        """Whether this process holds the lease, as far as it knows."""
        return self._held is not None

    def forget(self) -> None:
        """Forget the lease, because another process holds it."""
        self._held = None

    def release(self) -> None:
        """End the lease now, so that another process can take over at once."""
        held = self._held
        if held is None:
            return
        self._held = None

        def end(session: Session) -> None:
            known = session.find(Lease, RELAY)
            if known is not None and known.token == held.token:
                session.save(Lease(RELAY, "", known.token, known.until - timedelta(days=1)))

        self._store.transact(end)

    def _decide(self, session: Session, now: datetime) -> Lease | None:
        known, until = session.find(Lease, RELAY), now + timedelta(seconds=self._seconds)
        following = next_lease(known, self._held, self._holder, now, until)
        if following is not None:
            session.save(following)
        return following


def next_lease(
    known: Lease | None, held: Lease | None, holder: str, now: datetime, until: datetime
) -> Lease | None:
    """Return the renewed or acquired lease, or None while another process holds it.

    A holder that restarts (`held` is None) takes over its own earlier lease at once. The token is a
    fencing token: it rises with every new holder, so that an old one notices its replacement.
    """
    if known is None:
        return Lease(RELAY, holder, 1, until)
    if held is not None and known.token == held.token:
        return Lease(RELAY, holder, known.token, until)
    if known.until <= now or (held is None and known.holder == holder):
        return Lease(RELAY, holder, known.token + 1, until)
    return None
