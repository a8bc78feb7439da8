"""An in-memory bureau subscribed to WellSealed, with real signing keys and operators."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from kit_given import Time, Well, WellSealed

from liandong.consuming.consumer import Delivery
from liandong.envelope import Envelope, encode
from liandong.messages.verify import TrustList, load_signer, make_keys
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.report import Apply
from shared.delivery.records import Applied, Lane, ParkedEvent, QuarantinedMessage
from shared.errors import WrongStateError
from shared.handling.audit import Intervention
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner, RequestContext
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.routes import FailedMessageRoutes
from shared.store.memory import MemoryStore
from shared.store.pages import PageRequest
from shared.testing.world import envelope_of, id_named

R = TypeVar("R")
KEYS_FROM = datetime(2026, 1, 1, tzinfo=UTC)
TOPIC = "well.sealed.v1"
TORN = "井口坍塌"


class Mood:
    """Controls which events the bureau's handler refuses, and with which error."""

    def __init__(self) -> None:
        self.wells: set[str] = set()
        self.error: Exception = WrongStateError(TORN)

    def note_sealing(self, uow: UnitOfWork, event: WellSealed) -> None:
        """Count a sealing; refuse listed wells, and always one sealed on the first of a month."""
        if event.well_code in self.wells or event.sealed_on.day == 1:
            raise self.error
        well = uow.find(Well, event.well_code) or Well(event.well_code)
        seen = (*well.substances, event.sealed_on.isoformat())
        uow.save(replace(well, times=well.times + 1, substances=seen))


class Service(FailedMessageRoutes):
    """The bureau's service, as its host instantiates it for one call."""

    mood: Mood

    def on_well_sealed(self, event: WellSealed) -> None:
        self.work(self.mood.note_sealing, event)


class Bureau:
    """A bureau with an inbox, a store and an operator's view of its failed messages."""

    def __init__(self, folder: Path) -> None:
        make_keys(folder, ("environment", "agriculture"), KEYS_FROM)
        self.folder = folder
        self.clock = Time()
        self.store = MemoryStore()
        self.mood = Mood()
        self.context = DepartmentContext(
            PublisherIdentity("140700", "agriculture"), self.store, self.clock
        )
        self.commands = CommandExecutor(self.context)
        self.dispatcher = EventDispatcher(self.context)
        taken = {meta_of(WellSealed).type: (WellSealed, "on_well_sealed")}
        self.receiver = Receiver("agriculture", taken, TrustList(folder / "trust.json"))
        self.woken = 0
        self._asked = 0

    def delivery(self, envelope: Envelope, signed_by: str = "environment") -> Delivery:
        """Sign an envelope and return it as a broker delivery."""
        body = encode(envelope)
        headers = load_signer(self.folder / f"{signed_by}.key.pem").headers(body)
        return raw(body, headers)

    def receives(self, *deliveries: Delivery) -> None:
        """Process a batch as the inbox does: verify, quarantine the bad, dispatch the good."""
        good, bad = self.receiver.verify_batch(deliveries, self.clock())
        if bad:
            self.dispatcher.quarantine(bad)
        if good:
            self.dispatcher.dispatch_batch(good, self.receiver.applier(self.service()))

    def inbox(self) -> InboxProcessor:
        """Make an inbox over the bureau's dispatcher."""
        return InboxProcessor(self.dispatcher, self.receiver, self._run_with_service, lambda: None)

    def _run_with_service(self, job: Callable[[Apply], R]) -> R:
        return job(self.receiver.applier(self.service()))

    def hears(self, *envelopes: Envelope) -> None:
        """Sign the events and process them as one batch."""
        self.receives(*[self.delivery(envelope) for envelope in envelopes])

    def passes(self, span: timedelta) -> None:
        """Advance the clock and retry the lanes that are due."""
        self.clock.now += span
        self.dispatcher.retry_due_lanes(self.receiver.applier(self.service()))

    def service(self, person: str = "ops-1", key: str | None = None) -> Service:
        """Make the service instance of one HTTP request."""
        self._asked += 1
        cause = Cause("c", "Ask", person, "agriculture", "c")
        once = IdempotencyKey(f"{person}:{key or self._asked}", "print")
        service = Service()
        service.mood = self.mood
        service.work = HandlerRunner(self.commands, RequestContext(cause, once, 0.0), self._wake)
        service.dispatcher, service.receiver = self.dispatcher, self.receiver
        return service

    def lists(self, **wanted: Any) -> list[Any]:
        """Return the failed messages that match the filters."""
        return list(self.service().get_failures(PageRequest(wanted)).items)

    def lane(self, well: str) -> Lane | None:
        """Return the blocked lane of a well, if any."""
        return self.store.read(Lane, f"environment|{well}")

    def mark(self, well: str, number: int) -> Applied | None:
        """Return the mark that the event was applied, or given up by an operator, if any."""
        return self.store.read(Applied, f"environment|{well}|{number}")

    def well(self, code: str) -> Well | None:
        """Return the document of a well, if any."""
        return self.store.read(Well, code)

    def parked(self) -> list[ParkedEvent]:
        """Return the parked events."""
        return self.store.all(ParkedEvent)

    def quarantine(self) -> list[QuarantinedMessage]:
        """Return the quarantined messages."""
        return self.store.all(QuarantinedMessage)

    def history(self) -> list[Intervention]:
        """Return the recorded interventions of operators."""
        return self.store.all(Intervention)

    def _wake(self) -> None:
        self.woken += 1


def sealing(well: str, number: int = 1, *, day: int = 8, previous: int = 0) -> Envelope:
    """Make the `number`-th event about a well; `previous` is the sequence number before it."""
    event = WellSealed(well, date(2026, 10, day))
    made = envelope_of(event, id_named(f"{well}-{number}"), number, "environment")
    return replace(made, previous=f"{TOPIC}={previous}" if previous else None)


def broken(well: str, number: int = 1) -> Envelope:
    """Make an event whose data violates its contract."""
    return replace(sealing(well, number), data={"well_code": well, "sealed_on": "十月八日"})


def raw(body: bytes, headers: dict[str, Any]) -> Delivery:
    """Make a broker delivery of raw bytes."""
    return Delivery(
        queue="agriculture.inbox.1",
        body=body,
        headers=headers,
        delivery_tag=1,
        redelivered=False,
        exchange="environment.events",
        routing_key=TOPIC,
    )


def lane_id(well: str, number: int = 1) -> str:
    """Return the failure id of an event that its handler refused."""
    return id_of(FailureKind.LANE, f"environment|{well}|{number}")


def gap_id(well: str, number: int) -> str:
    """Return the failure id of an event that waits for a missing predecessor."""
    return id_of(FailureKind.GAP, f"environment|{well}|{number}")


def quarantine_id(bureau: Bureau) -> str:
    """Return the failure id of the only quarantined message."""
    (kept,) = bureau.quarantine()
    return id_of(FailureKind.QUARANTINE, kept.id)


def asked(kind: Callable[..., Any], **fields: Any) -> Any:
    """Load a command from wire fields through its contract, as an HTTP request does."""
    return contract_of(kind).load({"why": "已与发布部门核实", **fields})
