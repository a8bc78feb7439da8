"""The read log: no restricted document is shown before it is written down to whom."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from liandong.envelope import new_id
from shared.clock.system import Clock
from shared.delivery.worker import ReplayedAnswer
from shared.errors import ForbiddenError, NotFoundError
from shared.store.document import document_meta, key_of
from shared.store.pages import Page
from shared.store.store import Store
from shared.web.auth import Caller
from shared.web.read_record import Read, ReadOutcome


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody who asks for restricted documents of a kind: at which address, and why."""

    caller: Caller
    route: str
    kind: type[Any]
    path: Mapping[str, str]
    purpose: str


class ReadLog:
    """Writes into the store of one department what people are shown of restricted documents."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record_then_return(self, look: Look, answer: Callable[[], Any]) -> Any:
        """Give what `answer` gives, once it is written down durably who gets it.

        What is refused, or not there, is written down too. When the record cannot be written, its
        error is raised instead of the answer. A command may have taken effect by then: asked
        again with its Idempotency-Key, it is answered and recorded.
        """
        try:
            given = answer()
        except ReplayedAnswer as answered:
            self._record(look, keys_in(answered.body, look), ReadOutcome.SHOWN)
            raise
        except ForbiddenError:
            self._record(look, look.path.values(), ReadOutcome.REFUSED)
            raise
        except NotFoundError:
            self._record(look, look.path.values(), ReadOutcome.ABSENT)
            raise
        self._record(look, keys_in(given, look), ReadOutcome.SHOWN)
        return given

    def _record(self, look: Look, keys: Any, outcome: ReadOutcome) -> None:
        now, request, caller = self._clock(), new_id(), look.caller
        rows = [
            Read(
                id=new_id(),
                request=request,
                at=now,
                subject=caller.subject,
                department=caller.department,
                roles=tuple(sorted(caller.roles)),
                route=look.route,
                kind=document_meta(look.kind).title,
                key=key,
                purpose=look.purpose,
                outcome=outcome,
            )
            for key in (*keys,) or ("",)
        ]
        self._store.transact(lambda session: session.save(*rows))


def keys_in(given: Any, look: Look) -> Iterator[str]:
    """Tell which documents an answer shows; of one that holds none itself, what it was asked by."""
    if isinstance(given, Page):
        for item in given.items:
            yield from keys_in(item, look)
    elif isinstance(given, look.kind):
        yield key_of(given)
    elif isinstance(given, Mapping) and document_meta(look.kind).key in given:
        yield str(given[document_meta(look.kind).key])
    else:
        yield from look.path.values()
