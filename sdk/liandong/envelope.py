"""The envelope: CloudEvents 1.0 in structured JSON, with the extensions of the platform."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from uuid_utils import uuid7

from liandong.errors import Malformed

CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
CLASSIFICATIONS = ("public", "internal", "restricted")
LARGEST_SEQUENCE = 2**31 - 1
LONGEST_TEXT = 512

_SOURCE = re.compile(r"//[^/\s]+/([a-z][a-z0-9_]*)")
_TYPE = re.compile(
    r"cn\.liandong\.([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*\.v[1-9]\d*)"
)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_JSON_ONLY = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it travels.

    `source` is `//<city>/<department>`, `type` is `cn.liandong.<namespace>.<event>.v<N>`,
    `sequence` counts 1, 2, 3 … per source and subject, `time` and `effectiveat` are aware.
    Nothing is checked here; `encode` and `decode` check everything.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    dataschema: str
    data: Mapping[str, Any]
    sequence: int
    correlationid: str
    causationid: str | None
    actor: str
    classification: str
    effectiveat: datetime | None = None
    traceparent: str | None = None

    @property
    def department(self) -> str:
        """Who published it, by its source."""
        return self.source.rpartition("/")[2]

    @property
    def namespace(self) -> str:
        """Whose contract it follows, by its type."""
        return self.type.split(".", 3)[2]

    @property
    def routing_key(self) -> str:
        """What subscribers bind by: `<event>.v<N>`."""
        return self.type.split(".", 3)[3]


def new_id() -> str:
    """Make a UUIDv7: unique everywhere, and sorted by time."""
    return str(uuid7())


def encode(envelope: Envelope) -> bytes:
    """Write the envelope as CloudEvents JSON, or raise `Malformed` naming the wrong attribute."""
    _check(envelope)
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": _written(envelope.time, "time"),
        "datacontenttype": "application/json",
        "dataschema": envelope.dataschema,
        "sequence": envelope.sequence,
        "correlationid": envelope.correlationid,
        "actor": envelope.actor,
        "classification": envelope.classification,
    }
    if envelope.causationid is not None:
        attributes["causationid"] = envelope.causationid
    if envelope.effectiveat is not None:
        attributes["effectiveat"] = _written(envelope.effectiveat, "effectiveat")
    if envelope.traceparent is not None:
        attributes["traceparent"] = envelope.traceparent
    attributes["data"] = envelope.data
    return _dumped(attributes)


def decode(body: bytes) -> Envelope:
    """Read CloudEvents JSON, or raise `Malformed` naming the wrong attribute.

    Unknown attributes are ignored. A traceparent of no known form is dropped, as W3C asks.
    """
    attributes = _loaded(body)
    _check_form(attributes)
    effective = attributes.get("effectiveat")
    envelope = Envelope(
        id=_required(attributes, "id"),
        source=_required(attributes, "source"),
        type=_required(attributes, "type"),
        subject=_required(attributes, "subject"),
        time=_read(_required(attributes, "time"), "time"),
        dataschema=_required(attributes, "dataschema"),
        data=_required(attributes, "data"),
        sequence=_required(attributes, "sequence"),
        correlationid=_required(attributes, "correlationid"),
        causationid=attributes.get("causationid"),
        actor=_required(attributes, "actor"),
        classification=_required(attributes, "classification"),
        effectiveat=None if effective is None else _read(effective, "effectiveat"),
        traceparent=_known_trace(attributes.get("traceparent")),
    )
    _check(envelope)
    return envelope


def _check(envelope: Envelope) -> None:
    for name in ("id", "subject", "dataschema", "correlationid", "actor"):
        _check_text(getattr(envelope, name), name)
    if envelope.causationid is not None:
        _check_text(envelope.causationid, "causationid")
    _check_shape(envelope.source, "source", _SOURCE, "//<city>/<department>")
    _check_shape(envelope.type, "type", _TYPE, "cn.liandong.<namespace>.<event>.v<N>")
    if envelope.classification not in CLASSIFICATIONS:
        raise Malformed("classification: must be public, internal or restricted")
    _check_sequence(envelope.sequence)
    if not isinstance(envelope.data, Mapping):
        raise Malformed("data: must be a JSON object")


def _check_form(attributes: Mapping[str, Any]) -> None:
    if attributes.get("specversion") != "1.0":
        raise Malformed("specversion: must be 1.0")
    media_type = attributes.get("datacontenttype", "application/json")
    if not isinstance(media_type, str) or media_type.partition(";")[0] != "application/json":
        raise Malformed("datacontenttype: must be application/json")


def _check_text(value: object, name: str) -> None:
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise Malformed(f"{name}: must be a text of 1 to {LONGEST_TEXT} characters")
    if _CONTROL.search(value):
        raise Malformed(f"{name}: must not hold control characters")


def _check_shape(value: object, name: str, shape: re.Pattern[str], wanted: str) -> None:
    _check_text(value, name)
    if not shape.fullmatch(str(value)):
        raise Malformed(f"{name}: must look like {wanted}")


def _check_sequence(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed("sequence: must be an integer")
    if not 1 <= value <= LARGEST_SEQUENCE:
        raise Malformed(f"sequence: must lie between 1 and {LARGEST_SEQUENCE}")


def _required(attributes: Mapping[str, Any], name: str) -> Any:
    value = attributes.get(name)
    if value is None:
        raise Malformed(f"{name}: missing")
    return value


def _known_trace(value: object) -> str | None:
    return value if isinstance(value, str) and _TRACEPARENT.fullmatch(value) else None


def _loaded(body: bytes) -> Mapping[str, Any]:
    try:
        attributes = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"body: not JSON ({error})") from error
    if not isinstance(attributes, dict):
        raise Malformed("body: must be a JSON object")
    return attributes


def _dumped(attributes: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(attributes, option=_JSON_ONLY)
    except orjson.JSONEncodeError as error:
        raise Malformed(f"data: not JSON ({error})") from error


def _written(instant: datetime, name: str) -> str:
    if instant.tzinfo is None:
        raise Malformed(f"{name}: must be aware of its time zone")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(text: object, name: str) -> datetime:
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        try:
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Malformed(f"{name}: must be an RFC 3339 instant such as 2026-10-08T01:30:00Z")
