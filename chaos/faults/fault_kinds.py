"""The kinds of faults: effect, scope, duration and frequency of each."""

from dataclasses import dataclass
from enum import StrEnum

from testbed.invalid_messages import KINDS as INVALID


class Scope(StrEnum):
    """The type of a fault's target."""

    SERVICE = "service"
    BROKER = "broker"
    STORE = "store"
    SERVER = "server or service"
    LINK = "link"
    STORE_LINK = "link to the store"
    SUBSCRIBER = "subscriber"
    PUBLISHER = "publisher"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault; `lasts` are the shortest and the longest duration in seconds."""

    name: str
    scope: Scope
    weight: int
    lasts: tuple[float, float]
    about: str
    variants: tuple[str, ...] = ("",)


DIRECTIONS = ("both", "up", "down")
ATTACKS = ("bytes", "signatures", "headers", "flood", "gaps", "foreign steps", "requests")
KINDS = (
    FaultKind("kill service", Scope.SERVICE, 16, (0.1, 2.0), "kill -9 of a service, started again"),
    FaultKind(
        "kill broker", Scope.BROKER, 4, (0.5, 2.0), "kill -9 of the broker, started on its data"
    ),
    FaultKind(
        "kill store", Scope.STORE, 5, (0.2, 1.5), "kill -9 of the store, started on its data"
    ),
    FaultKind("freeze", Scope.SERVER, 9, (0.5, 4.0), "SIGSTOP, later SIGCONT"),
    FaultKind("cut", Scope.LINK, 16, (0.0, 0.0), "all connections of a link end", ("rst", "fin")),
    FaultKind("stall", Scope.LINK, 9, (0.5, 5.0), "a link passes nothing for a while", DIRECTIONS),
    FaultKind("trickle", Scope.LINK, 7, (1.0, 5.0), "a link passes 2 kB/s for a while", DIRECTIONS),
    FaultKind(
        "half-open", Scope.LINK, 7, (1.0, 5.0), "the server's side is gone, the client's is mute"
    ),
    FaultKind("duplicates", Scope.SUBSCRIBER, 8, (0.0, 0.0), "old signed messages again, shuffled"),
    FaultKind(
        "ahead", Scope.PUBLISHER, 5, (1.0, 2.5), "new signed messages before the relay, shuffled"
    ),
    FaultKind("poison", Scope.SUBSCRIBER, 12, (0.0, 0.0), "a bad message among good ones", INVALID),
    FaultKind("stumble", Scope.CITY, 8, (0.0, 0.0), "an event whose handlers fail 1 to 4 times"),
    FaultKind(
        "store full", Scope.STORE_LINK, 4, (0.5, 4.0), "every write is answered OutOfDiskSpace"
    ),
    FaultKind("flow block", Scope.BROKER, 3, (2.0, 5.0), "connection.blocked", ("memory", "disk")),
    FaultKind("hostile", Scope.CITY, 8, (0.0, 0.0), "40 messages of a hostile department", ATTACKS),
    FaultKind(
        "queue full", Scope.BROKER, 3, (2.0, 4.0), "an inbox refuses what is beyond 20 messages"
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
