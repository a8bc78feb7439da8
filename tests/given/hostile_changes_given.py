"""Mutations of a correctly signed event: each makes it wrong in one way."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.contracts.example_event import CITY, example_event
from shared.delivery.resend.messages import ResendRequested
from shared.messages.namespace import source_of

Event = dict[str, Any]
Change = Callable[[random.Random, Event], None]
UNHEARD = "nothing.heard.v1"  # as `previous`, it never makes an event wait: nobody subscribes to it
IDS = "01960000-0000-7000-8000-"  # prefix of all ids of hostile events
TEXTS = (
    "\ud800",
    "a\udfffb",
    "\u202e倒写\u202c",
    "\u2066\u200d\ufeff",
    "a\0b",
    "|",
    "$where",
    "a.b",
    "é́́" * 40,
    "长" * 600,
    "x" * 70_000,
    "",
    " ",
    "__class__",
    "../../etc/passwd",
)
NUMBERS = (float("nan"), float("inf"), -float("inf"), 1e308, 10**400, 2**63, -(2**64), -1, 0, 1.5)
TIMES = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "2026-10-08T01:04:59Z",
    "2026-10-08T13:00:00Z",
    "2027-10-08T01:00:00Z",
    "2016-12-31T23:59:60Z",
    "1970-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "明天",
)
TYPES = (None, True, [], {}, 7, 0.5, "7", [[]], {"a": None}, [None, 1])


def _deep(levels: int, *, lists: bool = False) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = [made] if lists else {"a": made}
    return made


def _field(dice: random.Random, event: Event) -> tuple[Any, Any]:
    """Choose a random field of an event at any depth; return its container and its key."""
    holder: Any = event["data"] if dice.random() < 0.7 else event
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return event, "data"
        key = dice.choice(keys)
        if not isinstance(holder[key], dict | list) or dice.random() < 0.4:
            return holder, key
        holder = holder[key]


def _put(values: Sequence[Any]) -> Change:
    def change(dice: random.Random, event: Event) -> None:
        holder, key = _field(dice, event)
        holder[key] = dice.choice(values)

    return change


def _leave_out(dice: random.Random, event: Event) -> None:
    holder, key = _field(dice, event)
    del holder[key]


def _add(dice: random.Random, event: Event) -> None:
    holder = event["data"] if dice.random() < 0.5 else event
    holder[dice.choice(("extra", "_id", "$set", "a.b", "", "\0", "职务"))] = dice.choice(TYPES)


def _nest(dice: random.Random, event: Event) -> None:
    holder, key = _field(dice, event)
    holder[key] = _deep(dice.choice((5, 60, 300, 900)), lists=dice.random() < 0.5)


def _mistime(dice: random.Random, event: Event) -> None:
    event[dice.choice(("time", "time", "effectiveat"))] = dice.choice(TIMES)


def _misdate(dice: random.Random, event: Event) -> None:
    instants = [key for key, value in event["data"].items() if str(value)[:3] == "202"]
    if instants:
        event["data"][dice.choice(instants)] = dice.choice(TIMES)


def _misnumber(dice: random.Random, event: Event) -> None:
    event["sequence"] = dice.choice((0, -1, 2**31 - 1, 2**31, 2**63, 3, 2_000_001, "1", 1.0, None))


def _gap(dice: random.Random, event: Event) -> None:
    """Make the event depend on a predecessor that is never published."""
    topic = event["type"].partition("liandong.")[2].partition(".")[2]
    number = dice.randrange(5, 900)
    event["sequence"], event["previous"] = number, f"{topic}={number - dice.randrange(1, 4)}"


def _misname(dice: random.Random, event: Event) -> None:
    """Replace a source, type, schema or class with a value that contradicts the others."""
    key = dice.choice(("source", "type", "dataschema", "classification", "specversion"))
    event[key] = dice.choice(
        (
            source_of(CITY, "natural_resources"),
            source_of("110000", "agriculture"),
            "//140700.liandong.cn/nobody",
            "cn.liandong.environment.plot.registered.v1",
            "cn.liandong.agriculture.no.such.v1",
            "urn:liandong:contract:no.such.v1",
            "restricted",
            "public",
            "0.3",
        )
    )


def _seal_rubbish(dice: random.Random, event: Event) -> None:
    rubbish = "".join(dice.choices("abcXYZ019-_", k=dice.choice((0, 3, 400))))
    event["data"] = {"ciphertext": rubbish, "protected": rubbish, "recipients": [{"x": rubbish}]}
    event["classification"] = "restricted"


def _point_to_nothing(dice: random.Random, event: Event) -> None:
    event["data"] = {}
    event["dataref"] = f"urn:liandong:blob:sha256:{dice.getrandbits(256):064x}:{10**6}"


def _circle(dice: random.Random, event: Event) -> None:
    """Make the event its own cause; half of these events then get one of four shared ids."""
    event["causationid"] = event["correlationid"] = event["id"]
    if dice.random() < 0.5:
        event["id"] = f"{IDS}{dice.randrange(4):012d}"


def _ask_for_much(dice: random.Random, event: Event) -> None:
    """Turn the event into a request to resend many events, most of which never existed."""
    asked = example_event(ResendRequested)
    kept = {key: event[key] for key in ("id", "source", "sequence", "time", "subject")}
    event.clear()
    event.update({**asked, **kept})
    gaps = [{"about": f"H-{dice.getrandbits(32)}", "after": 0, "before": 9, "number": 5}] * 3
    event["data"] |= {"line": event["subject"], "about": dice.choice(("", "H-1")), "more": gaps}
    if event["sequence"] > 1:
        event["previous"] = f"{UNHEARD}={event['sequence'] - 1}"


def _nothing(_dice: random.Random, _event: Event) -> None:
    """Leave the event valid."""


CHANGES: Mapping[str, Change] = {
    "wrong types": _put(TYPES),
    "missing fields": _leave_out,
    "added fields": _add,
    "odd texts": _put(TEXTS),
    "odd numbers": _put(NUMBERS),
    "deep nesting": _nest,
    "wrong clocks": _mistime,
    "impossible dates": _misdate,
    "wrong numbers": _misnumber,
    "gaps": _gap,
    "wrong names": _misname,
    "sealed rubbish": _seal_rubbish,
    "contents that nobody has": _point_to_nothing,
    "torn bytes": _nothing,
    "cycles": _circle,
    "requests to resend": _ask_for_much,
    "well formed": _nothing,
}
