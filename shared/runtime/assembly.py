"""Composition of a department's process, independent of the host."""

import socket
from dataclasses import dataclass
from functools import partial

from liandong.messages.verify import KEY_SUFFIX, TRUST_FILE, SigningKey, TrustList
from liandong.publishing.publisher import Publisher
from shared.catalog.catalog import events, load_service, publishers_of
from shared.catalog.subscriptions import subscriptions_of
from shared.config.settings import Settings
from shared.delivery.contents.fetcher import ContentFetcher
from shared.delivery.contents.peers import HttpContentSource, Peers
from shared.delivery.inbox.consumers import InboxConsumers
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.outbox.lease import RelayLease
from shared.delivery.outbox.relay import Relay
from shared.delivery.partitions.change import InboxPartitions
from shared.delivery.partitions.consumers import ConsumerGroup
from shared.delivery.resend.absences import Absences
from shared.delivery.resend.messages import publish_absent
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.sealing import Sealer
from shared.messages.declare import meta_of
from shared.operations.document_types import document_types_of
from shared.operations.migrations.guard import exit_if_incompatible
from shared.store.heartbeat import Heartbeat
from shared.store.mongo.store import MongoStore
from shared.store.store import Store
from shared.tracing.hooks import NO_TRACING, TracingHooks
from shared.tracing.setup import spans_of
from shared.web.read_log import ReadLog

API = "api"


@dataclass(slots=True)
class ProcessComponents:
    """The components of one process; commands and events share only its context.

    A process with the api role has neither relay nor inbox.
    """

    context: DepartmentContext
    commands: CommandExecutor
    dispatcher: EventDispatcher
    receiver: Receiver
    relay: Relay | None
    settings: Settings
    heartbeat: Heartbeat
    tracing: TracingHooks = NO_TRACING

    @property
    def store(self) -> Store:
        """The store of the department."""
        return self.context.store

    def wake(self) -> None:
        """Wake the relay after a commit; without a relay, another process publishes."""
        if self.relay is not None:
            self.relay.wake()

    @property
    def read_log(self) -> ReadLog:
        """Log of accesses to restricted documents."""
        return ReadLog(self.store, self.context.clock)

    def consumers(self, inbox: InboxProcessor) -> InboxConsumers | None:
        """Build the inbox consumers of this process, None without the worker role."""
        if self.relay is None:
            return None
        readers = ConsumerGroup(self.store, process_name(self.settings))
        return InboxConsumers(self.settings.broker, self.inboxes, readers, inbox)

    @property
    def inboxes(self) -> InboxPartitions:
        """The department's inbox with its current partitions."""
        return InboxPartitions(self.context.department, self.store, self.settings.broker)


def build_components(department: str, role: str, settings: Settings) -> ProcessComponents:
    """Build the components of a department's process; only the required connections are opened."""
    service = load_service(department)
    store = MongoStore(settings.mongo, department)
    clock, kinds = settings.clock, document_types_of(department)
    schema = exit_if_incompatible(store, department, kinds, clock)
    store.prepare(kinds)
    sealer = Sealer.load(settings.keys, department) if uses_sealing(department) else None
    identity = PublisherIdentity(
        settings.city, department, sealer=sealer, min_sequence=schema.floor
    )
    context = DepartmentContext(identity, store, clock)
    tracing = spans_of(department, settings.city, settings.tracing)
    ring = TrustList(settings.keys / TRUST_FILE)
    contents = None if role == API else _contents(context, settings)
    taken = subscriptions_of(service)
    receiver = Receiver(department, taken, ring, contents, sealer, settings.city)
    relay = None if role == API else _relay(context, settings, tracing)
    heartbeat = Heartbeat(partial(store.pulse, process_name(settings)))
    components = ProcessComponents(
        context,
        CommandExecutor(context, tracing),
        EventDispatcher(context, tracing),
        receiver,
        relay,
        settings,
        heartbeat,
        tracing,
    )
    if relay is not None:
        components.inboxes.declare()
    return components


def uses_sealing(department: str) -> bool:
    """Return whether a department publishes or receives sealed events, which requires the keys."""
    heard = subscriptions_of(load_service(department))
    return any(
        meta_of(cls).type in heard or department in publishers_of(cls)
        for cls in events()
        if meta_of(cls).sealed_for
    )


def process_name(settings: Settings) -> str:
    """Return a name of this process that is stable across restarts."""
    return f"{socket.gethostname()} {settings.http_address}"


def _relay(context: DepartmentContext, settings: Settings, tracing: TracingHooks) -> Relay:
    department, store = context.department, context.store
    signer = _signer(department, settings)
    lease = RelayLease(store, process_name(settings))
    publisher = Publisher(settings.broker, department)
    absences = Absences(context.identity, context.store, context.clock, publish_absent)
    return Relay(department, store, publisher, signer, lease, tracing=tracing, absences=absences)


def _contents(context: DepartmentContext, settings: Settings) -> ContentFetcher:
    source = HttpContentSource(
        Peers(settings.peers, plain_allowed=settings.plain_http),
        _signer(context.department, settings),
        context.clock,
        settings.http_tls,
    )
    return ContentFetcher(context.department, context.store, context.clock, source)


def _signer(department: str, settings: Settings) -> SigningKey:
    return SigningKey(settings.keys / f"{department}{KEY_SUFFIX}")
