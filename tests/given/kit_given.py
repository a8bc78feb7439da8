"""A minimal department for the tests of shared/: wells, their sealing, and a dispatcher."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from liandong.envelope import Envelope, encode
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.errors import StoreUnavailableError
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import (
    Between,
    Check,
    Example,
    Length,
    Title,
    command,
    event,
    value_object,
)
from shared.store.document import document
from shared.store.memory import MemoryStore
from shared.testing.world import envelope_of

START = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)


class Reason(StrEnum):
    """Why a well is sealed."""

    CADMIUM = "cadmium"
    DRY = "dry"


@value_object("采样结果")
class Sample:
    """One measurement."""

    substance: Annotated[str, Title("污染物"), Example("镉"), Length(1, 20)]
    mg_per_kg: Annotated[float, Title("含量"), Between(0, 1000)]


@command("封停水井")
class SealWell:
    """Seal a well."""

    well_code: Annotated[str, Title("水井编号"), Check(lambda code: code[:1] == "J", "应以 J 开头")]
    reason: Reason
    samples: tuple[Sample, ...] = ()
    depth_m: Annotated[float, Between(1, 500)] = 80.0
    owners: int = 1
    public: bool = False
    remark: str | None = None
    at: datetime | None = None


@event("well.sealed", title="水井已封停", subject="well_code", effective="sealed_on")
class WellSealed:
    """A well was sealed."""

    well_code: str
    sealed_on: date
    samples: tuple[Sample, ...] = ()


@document("wells", title="水井", key="code", indexes=(("county",), ("depth_m",)))
class Well:
    """A well and how often it was sealed."""

    code: str
    county: str = "140728"
    depth_m: float = 80.0
    times: int = 0
    substances: tuple[str, ...] = ()


class AbsentStore(MemoryStore):
    """A store that raises while it is marked as away."""

    away = False

    def transact(self, work: Any, **bounds: Any) -> Any:
        """Commit, or raise StoreUnavailableError while away."""
        if self.away:
            raise StoreUnavailableError
        return super().transact(work, **bounds)


class Seconds:
    """A monotonic clock in seconds that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Time:
    """A wall clock that the test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def a_context(
    store: MemoryStore | None = None, clock: Time | None = None, department: str = "water"
) -> DepartmentContext:
    """Make the context of a department."""
    identity = PublisherIdentity("140700", department)
    return DepartmentContext(identity, store or MemoryStore(), clock or Time())


def a_dispatcher(clock: Time | None = None) -> EventDispatcher:
    """Make the dispatcher of the water bureau."""
    return EventDispatcher(a_context(clock=clock))


def a_cause(**named: Any) -> Cause:
    """Make the cause of a clerk's command."""
    return Cause("c-1", "SealWell", "clerk-1", "water", "c-1", **named)


def deep(levels: int) -> dict[str, Any]:
    """Return an empty object nested `levels` deep."""
    made: dict[str, Any] = {}
    for _ in range(levels):
        made = {"a": made}
    return made


def sealed(
    well: str, number: int = 1, event_id: str | None = None, by: str = "water"
) -> InboundEvent:
    """Make an inbound WellSealed event, the `number`-th about its well."""
    event = WellSealed(well, date(2026, 10, 8))
    envelope = envelope_of(event, event_id or f"{well}-{number}", number, by, START)
    return received(envelope)


def received(envelope: Envelope) -> InboundEvent:
    """Make an inbound event of an envelope."""
    return InboundEvent(envelope, encode(envelope))


def count_sealing(uow: UnitOfWork, received: InboundEvent) -> None:
    """Handler: count the event in the document of its well."""
    envelope = received.envelope
    well = uow.find(Well, envelope.subject) or Well(envelope.subject)
    uow.save(Well(well.code, times=well.times + 1, substances=(*well.substances, envelope.id)))


def refuse(_uow: UnitOfWork, _received: InboundEvent) -> None:
    """Handler that always fails."""
    raise ValueError("井口坍塌")
