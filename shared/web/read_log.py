"""Read log: every disclosure of a restricted document is recorded before it happens."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from liandong.envelope import new_id
from shared.clock.system import Clock
from shared.errors import ForbiddenError, NotFoundError
from shared.handling.worker import ReplayedAnswer
from shared.store.document import document_meta, key_of
from shared.store.pages import Page
from shared.store.store import Store
from shared.web.auth import Caller
from shared.web.read_record import Read, ReadOutcome


@dataclass(frozen=True, slots=True)
class Access:
    """A request for restricted documents of one kind: caller, address and purpose."""

    caller: Caller
    route: str
    kind: type[Any]
    path: Mapping[str, str]
    purpose: str


class ReadLog:
    """Records accesses to restricted documents in the store of one department."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @contextmanager
    def recorded_refusals(self, access: Access | None) -> Iterator[None]:
        """Record durably that a request was refused or found nothing; no `access` for open data.

        A repeated request that receives its stored answer is recorded as shown. If the record
        cannot be written, that error is raised instead.
        """
        try:
            yield
        except ReplayedAnswer as answered:
            self.record_shown(access, answered.body)
            raise
        except (ForbiddenError, NotFoundError) as error:
            if access is not None:
                is_forbidden = isinstance(error, ForbiddenError)
                outcome = ReadOutcome.REFUSED if is_forbidden else ReadOutcome.ABSENT
                self._record(access, access.path.values(), outcome)
            raise

    def record_shown(self, access: Access | None, given: Any) -> None:
        """Record durably who receives an answer, before it is sent; no `access` for open data.

        Raises if the record cannot be written. A command may have taken effect by then: repeated
        with its Idempotency-Key, it is answered and recorded.
        """
        if access is not None:
            self._record(access, shown_keys(given, access), ReadOutcome.SHOWN)

    def _record(self, access: Access, keys: Any, outcome: ReadOutcome) -> None:
        now, request, caller = self._clock(), new_id(), access.caller
        rows = [
            Read(
                id=new_id(),
                request=request,
                at=now,
                subject=caller.subject,
                department=caller.department,
                roles=tuple(sorted(caller.roles)),
                route=access.route,
                kind=document_meta(access.kind).title,
                key=key,
                purpose=access.purpose,
                outcome=outcome,
                division=caller.division,
            )
            for key in (*keys,) or ("",)
        ]
        self._store.transact(lambda session: session.save(*rows))


def shown_keys(given: Any, access: Access) -> Iterator[str]:
    """Yield the keys of the documents in an answer; if it contains none, the path parameters."""
    if isinstance(given, Page):
        for item in given.items:
            yield from shown_keys(item, access)
    elif isinstance(given, access.kind):
        yield key_of(given)
    elif isinstance(given, Mapping) and document_meta(access.kind).key in given:
        yield str(given[document_meta(access.kind).key])
    else:
        yield from access.path.values()
