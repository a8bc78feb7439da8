"""The kinds of faults: what each one does, what it is aimed at, how long it lasts, how often."""

from dataclasses import dataclass
from enum import StrEnum


class Aim(StrEnum):
    """What a fault is aimed at."""

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
class Kind:
    """A kind of fault; `lasts` are the shortest and the longest duration in seconds."""

    name: str
    aim: Aim
    weight: int
    lasts: tuple[float, float]
    about: str
    variants: tuple[str, ...] = ("",)


WAYS = ("both", "up", "down")
ATTACKS = ("bytes", "signatures", "headers", "flood", "gaps", "foreign steps", "requests")
BAD = ("unparsable", "unsigned", "wrongly signed", "contract-breaking", "foreign")
KINDS = (
    Kind("kill service", Aim.SERVICE, 16, (0.1, 2.0), "kill -9 of a service, started again"),
    Kind("kill broker", Aim.BROKER, 4, (0.5, 2.0), "kill -9 of the broker, started on its data"),
    Kind("kill store", Aim.STORE, 5, (0.2, 1.5), "kill -9 of the store, started on its data"),
    Kind("freeze", Aim.SERVER, 9, (0.5, 4.0), "SIGSTOP, later SIGCONT"),
    Kind("cut", Aim.LINK, 16, (0.0, 0.0), "all connections of a link end", ("rst", "fin")),
    Kind("stall", Aim.LINK, 9, (0.5, 5.0), "a link passes nothing for a while", WAYS),
    Kind("trickle", Aim.LINK, 7, (1.0, 5.0), "a link passes 2 kB/s for a while", WAYS),
    Kind("half-open", Aim.LINK, 7, (1.0, 5.0), "the server's side is gone, the client's is mute"),
    Kind("duplicates", Aim.SUBSCRIBER, 8, (0.0, 0.0), "old signed messages again, shuffled"),
    Kind("ahead", Aim.PUBLISHER, 5, (1.0, 2.5), "new signed messages before the relay, shuffled"),
    Kind("poison", Aim.SUBSCRIBER, 12, (0.0, 0.0), "a bad message among good ones", BAD),
    Kind("stumble", Aim.CITY, 8, (0.0, 0.0), "an event whose handlers fail 1 to 4 times"),
    Kind("store full", Aim.STORE_LINK, 4, (0.5, 4.0), "every write is answered OutOfDiskSpace"),
    Kind("flow block", Aim.BROKER, 3, (2.0, 5.0), "connection.blocked", ("memory", "disk")),
    Kind("hostile", Aim.CITY, 8, (0.0, 0.0), "40 messages of a hostile department", ATTACKS),
    Kind("queue full", Aim.BROKER, 3, (2.0, 4.0), "an inbox refuses what is beyond 20 messages"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
