"""The quarantine of a department: stores invalid messages, isolated from one another."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import structlog

from shared.delivery.inbox.event import LONGEST_REASON
from shared.delivery.records import QuarantinedMessage
from shared.errors import RetryableError
from shared.store.portions import portioned
from shared.store.session import Session
from shared.store.store import BATCH_BYTES, Store
from shared.texts.error_text import describe_error

log = structlog.get_logger()


class Quarantine:
    """Stores invalid messages; one that the store cannot write does not block the others.

    `on_new` is called for each new message, in the transaction that stores it.
    """

    def __init__(
        self,
        store: Store,
        on_new: Callable[[Session, QuarantinedMessage], None] = lambda _, __: None,
    ) -> None:
        self._store = store
        self._on_new = on_new

    def store_messages(self, refused: Sequence[QuarantinedMessage]) -> None:
        """Store messages; a repeated one only raises the count of the first.

        Raises `RetryableError` if the store does not answer: then all may be delivered again.
        """
        for part in portioned(refused, lambda message: len(message.body), BATCH_BYTES // 2):
            self._store_part(part)

    def _store_part(self, refused: Sequence[QuarantinedMessage]) -> None:
        try:
            self._store.transact(partial(self._record, refused))
        except RetryableError:
            raise
        except Exception as error:  # noqa: BLE001  an unwritable message must not block others
            if len(refused) > 1:
                for one in refused:
                    self._store_part([one])
            else:
                self._store_bare(refused[0], error)

    def _store_bare(self, refused: QuarantinedMessage, error: Exception) -> None:
        """Store at least the bytes, without the headers that may be the cause."""
        log.error("quarantine.kept_bare", id=refused.id, why=describe_error(error))
        reason = f"{refused.reason}；头部未能留存：{describe_error(error)}"[:LONGEST_REASON]
        bare = replace(refused, reason=reason, headers={})
        self._store.transact(partial(self._record, [bare]))

    def _record(self, refused: Sequence[QuarantinedMessage], session: Session) -> None:
        known = session.load(QuarantinedMessage, [one.id for one in refused])
        for one in refused:
            earlier = known.get(one.id)
            known[one.id] = replace(earlier, times=earlier.times + 1) if earlier else one
            session.save(known[one.id])
            if earlier is None:
                self._on_new(session, one)
