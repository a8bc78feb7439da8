"""What a department's process is made of, whatever hosts it."""

import socket
from dataclasses import dataclass
from functools import partial

from liandong.messages.verify import KEY_SUFFIX, TRUST_FILE, SigningKey, TrustList
from liandong.publishing.publisher import Publisher
from shared.catalog.catalog import events, publishers_of, service_of
from shared.catalog.subscriptions import subscriptions_of
from shared.clock.system import Clock
from shared.config.settings import Settings
from shared.delivery.contents.fetcher import ContentFetcher
from shared.delivery.contents.peers import Peers, PeerSource
from shared.delivery.inbox.consumers import InboxConsumers
from shared.delivery.inbox.dispatcher import Desk
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.outbox.lease import RelayLease
from shared.delivery.outbox.relay import Relay
from shared.delivery.partitions.change import InboxPartitions
from shared.delivery.partitions.consumers import ConsumerGroup
from shared.delivery.resend.absences import Absences
from shared.delivery.resend.messages import tell_absent
from shared.delivery.tracing import NO_TRACING, TracingHooks
from shared.handling.cause import PublisherIdentity
from shared.handling.sealing import Sealer
from shared.messages.declare import meta_of
from shared.operations.document_types import document_types_of
from shared.operations.migrations.guard import exit_if_incompatible
from shared.store.heartbeat import Heartbeat
from shared.store.mongo.store import MongoStore
from shared.store.store import Store
from shared.tracing.setup import spans_of
from shared.web.read_log import ReadLog

API = "api"


@dataclass(slots=True)
class ProcessComponents:
    """The pieces of one process; an api process has neither relay nor inbox."""

    store: Store
    desk: Desk
    receiver: Receiver
    relay: Relay | None
    settings: Settings
    heartbeat: Heartbeat
    spans: TracingHooks = NO_TRACING

    def wake(self) -> None:
        """Tell the relay that something was committed; without one, another process publishes."""
        if self.relay is not None:
            self.relay.wake()

    @property
    def reads(self) -> ReadLog:
        """Give what records who is shown restricted documents."""
        return ReadLog(self.store, self.desk.clock)

    def intakes(self, inbox: InboxProcessor) -> InboxConsumers | None:
        """Make the consumers of this process, if it is a worker."""
        if self.relay is None:
            return None
        readers = ConsumerGroup(self.store, process_name(self.settings))
        return InboxConsumers(self.settings.broker, self.inboxes, readers, inbox)

    @property
    def inboxes(self) -> InboxPartitions:
        """Give the inbox of the department, as it is laid out now."""
        return InboxPartitions(self.desk.place.department, self.store, self.settings.broker)


def build_components(department: str, role: str, settings: Settings) -> ProcessComponents:
    """Make the pieces of a department's process, connected to nothing that it does not need."""
    service = service_of(department)
    store = MongoStore(settings.mongo, department)
    clock, kinds = settings.clock, document_types_of(department)
    schema = exit_if_incompatible(store, department, kinds, clock)
    store.prepare(kinds)
    sealer = Sealer.load(settings.keys, department) if uses_sealing(department) else None
    place = PublisherIdentity(settings.city, department, sealer=sealer, floor=schema.floor)
    spans = spans_of(department, settings.city, settings.tracing)
    desk = Desk(place, store, clock, spans)
    ring = TrustList(settings.keys / TRUST_FILE)
    contents = None if role == API else _contents(department, store, settings, clock)
    taken = subscriptions_of(service)
    receiver = Receiver(department, taken, ring, contents, sealer, settings.city)
    relay = None if role == API else _relay(place, store, settings, clock, spans)
    heartbeat = Heartbeat(partial(store.pulse, process_name(settings)))
    parts = ProcessComponents(store, desk, receiver, relay, settings, heartbeat, spans)
    if relay is not None:
        parts.inboxes.declare()
    return parts


def uses_sealing(department: str) -> bool:
    """Tell whether a department publishes or hears sealed events: then it needs the keys."""
    heard = subscriptions_of(service_of(department))
    return any(
        meta_of(cls).type in heard or department in publishers_of(cls)
        for cls in events()
        if meta_of(cls).sealed_for
    )


def process_name(settings: Settings) -> str:
    """Name this process, so that it finds its own earlier traces after a restart."""
    return f"{socket.gethostname()} {settings.http_address}"


def _relay(
    place: PublisherIdentity, store: Store, settings: Settings, clock: Clock, spans: TracingHooks
) -> Relay:
    department = place.department
    signer = _signer(department, settings)
    lease = RelayLease(store, process_name(settings))
    publisher = Publisher(settings.broker, department)
    absences = Absences(place, store, clock, tell_absent)
    return Relay(department, store, publisher, signer, lease, spans=spans, absences=absences)


def _contents(department: str, store: Store, settings: Settings, clock: Clock) -> ContentFetcher:
    source = PeerSource(
        Peers(settings.peers, plain_allowed=settings.plain_http),
        _signer(department, settings),
        clock,
        settings.http_tls,
    )
    return ContentFetcher(department, store, clock, source)


def _signer(department: str, settings: Settings) -> SigningKey:
    return SigningKey(settings.keys / f"{department}{KEY_SUFFIX}")
