"""The envelope: CloudEvents 1.0 in structured JSON, with the extensions of the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from uuid_utils import uuid7

from liandong.envelope.attribute_checks import check_form, refuse_nulls
from liandong.envelope.strict_json import loads
from liandong.envelope.validation import (
    check_classification,
    check_sequence,
    check_texts,
    read_dataref,
    read_effect,
    read_instant,
    read_previous,
    read_sequence,
    read_source,
    read_trace,
    read_type,
    written_instant,
)
from liandong.errors import Malformed

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
BATCH_CONTENT_TYPE = "application/cloudevents-batch+json"
_TEXTS = ("id", "subject", "dataschema", "correlationid", "actor", "causationid")
_JSON_ONLY = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event with its metadata, as published.

    `source` is `//<city>/<department>`, `type` is `cn.liandong.<namespace>.<event>.v<N>`,
    `sequence` counts 1, 2, 3 … per source and subject, `time` and `effectiveat` are aware.
    `previous` names the last earlier event of each topic about the same subject by the same
    source: `topic=sequence`, separated by one space. With a `dataref` the `data` is empty: the
    content is fetched by its hash (`liandong.messages.claim_check`). The class checks nothing;
    `encode` and `decode` check everything.
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
    previous: str | None = None
    dataref: str | None = None

    @property
    def department(self) -> str:
        """The publisher, from `source`."""
        return self.source.rpartition("/")[2]

    @property
    def namespace(self) -> str:
        """The namespace of its contract, from `type`."""
        return self.type.split(".", 3)[2]

    @property
    def routing_key(self) -> str:
        """The routing key that subscribers bind: `<event>.v<N>`."""
        return self.type.split(".", 3)[3]


def new_id() -> str:
    """Return a UUIDv7: globally unique and sorted by time."""
    return str(uuid7())


def encode(envelope: Envelope) -> bytes:
    """Write the envelope as CloudEvents JSON, or raise `Malformed` naming the invalid attribute."""
    _check(envelope)
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": written_instant(envelope.time, "time"),
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
        attributes["effectiveat"] = written_instant(envelope.effectiveat, "effectiveat")
    if envelope.traceparent is not None:
        attributes["traceparent"] = envelope.traceparent
    if envelope.previous is not None:
        attributes["previous"] = envelope.previous
    if envelope.dataref is not None:
        attributes["dataref"] = envelope.dataref
    attributes["data"] = envelope.data
    return _dumped(attributes)


def decode(body: bytes) -> Envelope:
    """Read CloudEvents JSON, or raise `Malformed` naming the invalid attribute.

    Unknown attributes are ignored. An invalid traceparent is dropped, as the W3C requires.
    """
    attributes = _loaded(body)
    check_form(attributes)
    if None in attributes.values():
        refuse_nulls(attributes)
    optional = attributes.get
    try:
        envelope = Envelope(
            attributes["id"],
            attributes["source"],
            attributes["type"],
            attributes["subject"],
            read_instant(attributes["time"], "time"),
            attributes["dataschema"],
            attributes["data"],
            read_sequence(attributes["sequence"]),
            attributes["correlationid"],
            optional("causationid"),
            attributes["actor"],
            attributes["classification"],
            read_effect(optional("effectiveat")),
            read_trace(optional("traceparent")),
            optional("previous"),
            optional("dataref"),
        )
    except KeyError as missing:
        raise Malformed(f"{missing.args[0]}: missing") from None
    _check(envelope)
    return envelope


def _check(envelope: Envelope) -> None:
    cause = envelope.causationid
    texts = (
        envelope.id,
        envelope.subject,
        envelope.dataschema,
        envelope.correlationid,
        envelope.actor,
        envelope.id if cause is None else cause,
    )
    check_texts(_TEXTS, texts)
    read_source(envelope.source)
    read_type(envelope.type)
    check_classification(envelope.classification)
    check_sequence(envelope.sequence)
    if envelope.previous is not None:
        read_previous(envelope.previous)
    if not isinstance(envelope.data, Mapping):
        raise Malformed(f"data: {'missing' if envelope.data is None else 'must be a JSON object'}")
    if envelope.dataref is not None:
        read_dataref(envelope.dataref)
        if envelope.data:
            raise Malformed("data: must be empty where a dataref is given")


def _loaded(body: bytes) -> dict[str, Any]:
    attributes = loads(body)
    if not isinstance(attributes, dict):
        raise Malformed("body: must be a JSON object")
    return attributes


def _dumped(attributes: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(attributes, option=_JSON_ONLY)
    except orjson.JSONEncodeError as error:
        raise Malformed(f"data: not JSON ({error})") from error
