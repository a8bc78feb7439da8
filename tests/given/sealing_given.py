"""A referred case for the tests of sealing, and the public security bureau that receives it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from liandong.amqp.delivery import Delivery
from liandong.envelope import Envelope, encode
from liandong.messages.sealing import seal
from liandong.messages.verify import TrustList, load_signer, make_keys
from services.casework.messages import CaseReferred, Material, MaterialKind, Suspect
from services.public_security.service import PublicSecurity
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import ParkedEvent, QuarantinedMessage
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.idempotency import IdempotencyKey
from shared.handling.worker import HandlerRunner, RequestContext
from shared.store.memory import MemoryStore
from shared.testing.keys import all_public_keys, made_up_sealer
from shared.testing.world import START, envelope_of, id_named

NAME = "某某无人知晓"
NUMBER = "140727199001010017"
KEYS_FROM = datetime(2026, 1, 1, tzinfo=UTC)
ORGANS = ("public_security", "procuratorate")
REFERRAL = CaseReferred(
    case_id="k-1",
    clue_id="c-1",
    referred_by="environment",
    county="140727",
    charge="污染环境罪",
    suspects=(Suspect(NAME, NUMBER),),
    materials=(Material(MaterialKind.TRANSFER_LETTER, "案件移送书", "9f" * 32),),
    referred_on=date(2026, 10, 8),
)


def clear(event: CaseReferred = REFERRAL, publisher: str = "environment") -> Envelope:
    """Wrap a referral in an envelope, before sealing."""
    return envelope_of(event, id_named(f"{event.case_id}-1"), 1, publisher)


def sealed_for(*names: str, envelope: Envelope | None = None) -> Envelope:
    """Seal a referral for the named recipients."""
    return seal(envelope or clear(), names, all_public_keys(), START)


class Police:
    """Public security with an inbox, and an operator's view of its failed messages."""

    def __init__(self, folder: Any, keys_of: str | None = "public_security") -> None:
        make_keys(folder, ("environment",), KEYS_FROM)
        self._signer = load_signer(folder / "environment.key.pem")
        self.sealer = made_up_sealer(keys_of) if keys_of else None
        self.store = MemoryStore()
        place = PublisherIdentity("140700", "public_security", sealer=self.sealer)
        self.context = DepartmentContext(place, self.store, lambda: START)
        self.commands = CommandExecutor(self.context)
        self.dispatcher = EventDispatcher(self.context)
        ring = TrustList(folder / "trust.json")
        taken = subscriptions_of(PublicSecurity)
        self.receiver = Receiver("public_security", taken, ring, sealer=self.sealer)
        self._asked = 0

    def delivery(self, envelope: Envelope) -> Delivery:
        """Sign an envelope and return it as a broker delivery."""
        body = encode(envelope)
        return Delivery(
            queue="public_security.inbox.1",
            body=body,
            headers=self._signer.headers(body),
            delivery_tag=1,
            redelivered=False,
            exchange="environment.events",
            routing_key="case.referred.v1",
        )

    def hears(self, envelope: Envelope) -> None:
        """Sign an event and process it as the inbox does."""
        good, bad = self.receiver.verify_batch([self.delivery(envelope)], START)
        if bad:
            self.dispatcher.quarantine(bad)
        if good:
            self.dispatcher.dispatch_batch(good, self.receiver.applier(self.service()))

    def service(self, person: str = "ops-1") -> PublicSecurity:
        """Make the service instance of one HTTP request."""
        self._asked += 1
        once = IdempotencyKey(f"{person}:{self._asked}", "print")
        cause = Cause("c", "Ask", person, "public_security", "c")
        service = PublicSecurity()
        service.work = HandlerRunner(self.commands, RequestContext(cause, once, 0.0), lambda: None)
        service.dispatcher, service.receiver = self.dispatcher, self.receiver
        return service

    def quarantine(self) -> list[QuarantinedMessage]:
        """Return the quarantined messages."""
        return self.store.all(QuarantinedMessage)

    def parked(self) -> list[ParkedEvent]:
        """Return the parked events."""
        return self.store.all(ParkedEvent)

    def may_open(self, name: str | None) -> None:
        """Replace the sealing keys by those of another department, or remove them."""
        self.sealer = self.receiver.sealer = made_up_sealer(name) if name else None
        self.context.identity = replace(self.context.identity, sealer=self.sealer)
