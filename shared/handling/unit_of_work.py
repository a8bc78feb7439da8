"""The unit of work: a handler's reads, writes and events, committed all or none."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from liandong.envelope import Envelope, encode, new_id
from liandong.envelope.validation import LONGEST_TEXT
from liandong.errors import Malformed
from shared.errors import AlreadyExistsError, NotFoundError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.claim_check import check_in
from shared.handling.sealing import seal_or_refuse
from shared.handling.sequence import SequenceState, next_number
from shared.messages.contract import contract_of
from shared.messages.declare import Classification, meta_of
from shared.store.document import document_meta, key_of
from shared.store.outbox import OutboxEvent, PendingEvent
from shared.store.session import Session
from shared.vocabulary.divisions import current

T = TypeVar("T")
CLOCK_STEP_US = 1000
_ticks = itertools.count()  # spreads events of the same millisecond
LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class UnitOfWork:
    """Reads and writes of one handler, and the events that it publishes."""

    session: Session
    cause: Cause
    place: PublisherIdentity
    now: datetime

    @property
    def department(self) -> str:
        """The id of the handler's department."""
        return self.place.department

    @property
    def today(self) -> date:
        """The legal day, in Asia/Shanghai."""
        return self.now.astimezone(LEGAL_ZONE).date()

    def new_id(self) -> str:
        """Return a new id that sorts by time (UUIDv7)."""
        return new_id()

    def get(self, kind: type[T], key: str) -> T:
        """Read a document that must exist, to act on it; `NotFoundError` names it.

        Raises `ForbiddenError` for a command of an office that does not handle it.
        """
        found = self._existing(kind, key)
        if self.cause.office is not None:
            self.cause.office.check_act(found)
        return found

    def get_visible(self, kind: type[T], key: str) -> T:
        """Read a document that must exist and that the act is based on.

        Raises `NotFoundError`, or `ForbiddenError` for a command of an office that may not see it.
        """
        found = self._existing(kind, key)
        if self.cause.office is not None:
            self.cause.office.check_sight(found)
        return found

    def find(self, kind: type[T], key: str) -> T | None:
        """Read a document, or None."""
        return self.session.find(kind, key)

    def division_in(self, county: str) -> str:
        """Return the division whose office handles a new matter in a county.

        That of the person who opens it: what the city opens is the city's matter [310号 5].
        """
        office = self.cause.office
        return current(county) if office is None else office.division

    def _existing(self, kind: type[T], key: str) -> T:
        found = self.session.find(kind, key)
        if found is None:
            raise NotFoundError(document_meta(kind).title, key)
        return found

    def select(self, kind: type[T], **wanted: Any) -> tuple[T, ...]:
        """Read all documents with these values; a tuple field matches if it holds the value."""
        return self.session.select(kind, **wanted)

    def add(self, document: T) -> T:
        """Write a new document; `AlreadyExistsError` if its key is taken.

        Raises `ForbiddenError` for a command of an office that is not competent for its place.
        """
        if self.cause.office is not None:
            self.cause.office.check_new(document)
        if self.session.find(type(document), key_of(document)) is not None:
            raise AlreadyExistsError(document_meta(document).title, key_of(document))
        self.session.add(document)
        return document

    def save(self, *documents: Any) -> None:
        """Write documents, new or changed; guarded by the revision that was read."""
        self.session.save(*documents)

    def remove(self, document: Any) -> None:
        """Delete a document that was read in this unit of work."""
        self.session.remove(document)

    def emit(self, *events: Any) -> tuple[str, ...]:
        """Publish events: each is the next of its subject, written to the outbox on commit.

        Returns the ids of their envelopes.
        """
        return tuple(self._emit(event) for event in events)

    def _emit(self, event: Any) -> str:
        contract, topic = contract_of(type(event)), meta_of(event).topic_of(event)
        subject, data = contract.sendable_subject(event), contract.dump(event)
        line = self.session.find(SequenceState, subject) or SequenceState(subject)
        restricted = contract.meta.classification is Classification.RESTRICTED
        following = _next_number(
            line, topic, self.now, self.place.min_sequence, restricted=restricted
        )
        envelope = Envelope(
            id=new_id(),
            source=self.place.source,
            type=contract.meta.type,
            subject=subject,
            time=self.now,
            dataschema=contract.meta.dataschema,
            data=data,
            sequence=following.last,
            correlationid=self.cause.correlation,
            causationid=self.cause.id,
            actor=self.cause.actor,
            classification=contract.meta.classification.value,
            effectiveat=_effective_at(event, contract.meta.effective) or self.cause.effective_at,
            traceparent=self.cause.traceparent,
            previous=_previous(line, restricted=restricted),
        )
        if restricted:
            openers = contract.meta.authorized_readers(event)
            envelope = seal_or_refuse(self.place.sealer, envelope, openers, self.now)
        try:
            body = encode(envelope)
        except Malformed:
            contract.refuse_broken(data)
            raise
        if len(body) > self.place.claim_check_bytes:
            body = encode(check_in(self.session, envelope, topic, self.now))
        contract.refuse_broken(data)
        self.session.add(OutboxEvent(envelope.id, subject, following.last, topic, body, self.now))
        self.session.add(PendingEvent(envelope.id, following.position, subject, topic, body))
        self.session.save(following)
        return envelope.id


def _next_number(
    line: SequenceState, topic: str, now: datetime, floor: int, *, restricted: bool
) -> SequenceState:
    """Return the state after one more event; its outbox position is after all earlier ones.

    The position is in microseconds since 1970; it increases even if the clock is set back.
    """
    number = next_number(line.last, floor)
    moment = int(now.timestamp() * 1_000_000) + next(_ticks) % CLOCK_STEP_US
    position = max(moment, line.position + 1)
    topics, hidden = line.topics, line.restricted
    if restricted:
        hidden = {**hidden, topic: number}
    else:
        topics = {**topics, topic: number}
    return SequenceState(line.subject, number, position, topics, hidden)


def _previous(line: SequenceState, *, restricted: bool) -> str | None:
    """Format the last number of each topic; open events do not reveal restricted ones.

    If there are too many to fit, the oldest are left out: gaps in those go unnoticed.
    """
    known = {**line.topics, **line.restricted} if restricted else line.topics
    latest_first = sorted(known.items(), key=lambda entry: -entry[1])
    told = ""
    for topic, number in latest_first:
        longer = f"{told} {topic}={number}" if told else f"{topic}={number}"
        if len(longer) > LONGEST_TEXT:
            break
        told = longer
    return told or None


def _effective_at(event: Any, name: str | None) -> datetime | None:
    day: date | None = getattr(event, name) if name else None
    return datetime.combine(day, time.min, LEGAL_ZONE) if day else None
