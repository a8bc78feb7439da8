"""The coordination office on a real store, subscribed to honest departments and a hostile one.

Its clock is constant within a batch and advances a second between batches, so that a run with
hostile messages and one without them can be compared document by document.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from casework_given import sent
from hostile_account_given import every
from hostile_changes_given import IDS

from liandong.consuming.consumer import Delivery
from liandong.envelope import Envelope, encode
from liandong.messages.claim_check import Unreachable
from liandong.messages.verify import TrustList, load_signer, make_keys
from services.public_security.cases import commands as police
from services.public_security.cases import handlers as filing
from shared.catalog.catalog import document_types, load_service
from shared.catalog.subscriptions import subscriptions_of
from shared.delivery.contents.fetcher import ContentFetcher
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.processor import InboxProcessor
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.lanes.report import Apply
from shared.handling.cause import PublisherIdentity
from shared.handling.commands import CommandExecutor
from shared.handling.context import DepartmentContext
from shared.handling.worker import HandlerRunner
from shared.operations.document_types import document_types_of
from shared.store.document import key_of
from shared.store.store import Store
from shared.testing.keys import made_up_sealer
from shared.testing.world import START, World

HEARER = "coordination"
HONEST = ("environment", "public_security", "natural_resources")
HOSTILE = "agriculture"
KEYS_FROM = datetime(2026, 1, 1, tzinfo=UTC)
R = TypeVar("R")
STEP = timedelta(seconds=1)
ROUNDS = 9
ROUND = timedelta(hours=2)


def honest_envelopes(cases: int) -> list[Envelope]:
    """Run `cases` cases and return the envelopes that the office subscribes to, in order of id."""
    return [envelope for _ in range(cases) for envelope in _case_told()]


def _case_told() -> list[Envelope]:
    """Run one case from the clue to the filing decision and return the office's envelopes."""
    world = World(*HONEST, HEARER)
    case = sent(world)
    world.run_until_idle()
    receipt = police.ReceiptCase(case.case_id, "某某丁")
    world.public_security.execute(filing.receipt_case, receipt)
    decision = police.DecideFiling(case.case_id, True, "某公立〔2026〕1号", "有犯罪事实")
    world.public_security.execute(filing.decide_filing, decision)
    taken = subscriptions_of(load_service(HEARER))
    sent_by_all = [envelope for name in HONEST for envelope in world.departments[name].sent()]
    heard = [envelope for envelope in sent_by_all if envelope.type in taken]
    return sorted(heard, key=lambda envelope: envelope.id)


class RecordingDispatcher(EventDispatcher):
    """Records the order in which events were applied and parked."""

    order: list[str]
    parked: list[str]

    def record_metrics(self, report: Any, seconds: float | None = None) -> None:
        """Record the marks of the committed batch."""
        self.order += [mark.id for mark in report.applied]
        self.parked += [received.id for received, _ in report.parked]
        super().record_metrics(report, seconds)


class Nobody:
    """A content source whose publishers are all unreachable."""

    def fetch(self, publisher: str, dataref: str, patience_s: float) -> bytes:  # noqa: ARG002  the protocol's signature
        """Raise Unreachable."""
        raise Unreachable(f"{publisher} is down")


@dataclass
class Office:
    """The office with its inbox, dispatcher and store."""

    store: Store
    keys: Path
    now: datetime = START

    def __post_init__(self) -> None:
        """Wire the components as a runtime host does."""
        self.store.prepare(document_types_of(HEARER))
        sealer = made_up_sealer(HEARER)
        identity = PublisherIdentity("140700", HEARER, sealer=sealer)
        context = DepartmentContext(identity, self.store, self.clock)
        self.commands, self.dispatcher = CommandExecutor(context), RecordingDispatcher(context)
        self.dispatcher.order, self.dispatcher.parked = [], []
        contents = ContentFetcher(HEARER, self.store, self.clock, Nobody())
        taken = subscriptions_of(load_service(HEARER))
        ring = TrustList(self.keys / "trust.json")
        receiver = Receiver(HEARER, taken, ring, contents, sealer, "140700")
        self.receiver = receiver
        self.inbox = InboxProcessor(self.dispatcher, receiver, self._call, lambda: None)

    def clock(self) -> datetime:
        """Return the office's current time."""
        return self.now

    def hears(self, deliveries: Sequence[Delivery]) -> None:
        """Process one batch, advance the clock and retry the due lanes, as the process does."""
        self.inbox.handle(self.inbox.prepare(deliveries))
        self.now += STEP
        self.tries_lanes()

    def tries_lanes(self) -> None:
        """Retry the lanes that are due."""
        self._call(self.inbox.retry)

    def ends(self) -> None:
        """Advance the time until no automatic retry remains."""
        for _ in range(ROUNDS):
            self.now += ROUND
            self.tries_lanes()

    def read_model(self) -> dict[str, Any]:
        """Copy the office's own documents, keyed by kind and document key.

        List entries that come from the hostile department are left out.
        """
        return {
            f"{kind.__name__}|{key_of(kept)}": _believed(asdict(kept))
            for kind in document_types(HEARER)
            for kept in every(self.store, kind)
        }

    def sizes(self) -> Counter[str]:
        """Count the documents of each kind."""
        return Counter({kind.__name__: self.store.size(kind) for kind in document_types_of(HEARER)})

    def _call(self, job: Callable[[Apply], R]) -> R:
        service = load_service(HEARER)()
        service.work = HandlerRunner(self.commands, None, lambda: None)
        return job(self.receiver.applier(service))


def _believed(value: Any) -> Any:
    """Remove the entries of the hostile department from all nested lists."""
    if isinstance(value, dict):
        return {key: _believed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_believed(each) for each in value if not _is_hostile(each)]
    return value


def _is_hostile(value: Any) -> bool:
    """Tell whether a value is an id or an entry of the hostile department."""
    if isinstance(value, str):
        return value.startswith(IDS)
    return isinstance(value, dict) and value.get("by") == HOSTILE


def make_office_keys(folder: Path) -> Path:
    """Make the signing keys of all departments in the run."""
    make_keys(folder, (*HONEST, HOSTILE, HEARER), KEYS_FROM)
    return folder


def signed(keys: Path, envelopes: Iterable[Envelope]) -> list[Delivery]:
    """Sign the honest envelopes and return them as broker deliveries."""
    signers = {name: load_signer(keys / f"{name}.key.pem") for name in HONEST}
    made = []
    for envelope in envelopes:
        body = encode(envelope)
        headers = signers[envelope.department].headers(body)
        where = f"{envelope.department}.events", envelope.routing_key
        made.append(Delivery(f"{HEARER}.inbox.1", body, headers, 1, False, *where))
    return made


def digest_of(read_model: Mapping[str, Any]) -> str:
    """Return a SHA-256 digest of a read model."""
    return hashlib.sha256(repr(sorted(read_model.items())).encode()).hexdigest()
