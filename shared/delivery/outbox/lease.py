"""The relay's lease: of several processes of a department, one publishes."""

import time
from datetime import datetime, timedelta

from shared.store.outbox import RELAY, Lease
from shared.store.session import Session
from shared.store.store import Store

LEASE_S = 6.0


class RelayLease:
    """Holds the lease for one process, by the server's clock, and renews it in time.

    A lost lease does no harm to what was published meanwhile: at worst it is published twice.
    """

    def __init__(self, store: Store, holder: str, *, seconds: float = LEASE_S) -> None:
        self._store = store
        self._holder = holder
        self._seconds = seconds
        self._held: Lease | None = None
        self._renew_at = 0.0

    def acquire_or_renew(self) -> Lease | None:
        """Return the lease if this process has it or can get it, None while another one has."""
        if self._held is not None and time.monotonic() < self._renew_at:
            return self._held
        asked_at, now = time.monotonic(), self._store.server_time()
        self._held = self._store.transact(lambda session: self._decide(session, now))
        self._renew_at = asked_at + self._seconds / 3
        return self._held

    @property
    def held(self) -> bool:
        """Whether this process publishes, as far as it knows."""
        return self._held is not None

    def forget(self) -> None:
        """Forget the lease: another process has it."""
        self._held = None

    def release(self) -> None:
        """Let the next process relay at once."""
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
    """Decide who relays: the holder goes on, a free lease goes to who asks, else it stays.

    A holder that starts anew (`held` is None) takes its own earlier lease over at once. The token
    rises with every new holder, so that an old one notices that it was replaced.
    """
    if known is None:
        return Lease(RELAY, holder, 1, until)
    if held is not None and known.token == held.token:
        return Lease(RELAY, holder, known.token, until)
    if known.until <= now or (held is None and known.holder == holder):
        return Lease(RELAY, holder, known.token + 1, until)
    return None
