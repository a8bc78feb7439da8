"""The JSON Schema of an envelope: the attributes of a CloudEvent of this platform.

`liandong.envelope` and `envelope_rules` validate envelopes; this describes the same rules.
"""

from typing import Any

from liandong.envelope.validation import LARGEST_CONTENT, LONGEST_TEXT
from liandong.keys.seal_crypto import FORM
from shared.catalog.catalog import publishers_of
from shared.handling.sequence import MAX_SEQUENCE
from shared.messages.declare import MessageMeta, meta_of
from shared.texts.time_bounds import INSTANT_PATTERN

Schema = dict[str, Any]
REQUIRED = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "correlationid",
    "actor",
    "classification",
    "data",
]
_NO_CONTROLS = {"pattern": "[\\u0000-\\u001f\\u007f-\\u009f]"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "not": _NO_CONTROLS}
_INSTANT = {"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN}
_TOPIC = "[a-z][a-z0-9_.]*=[1-9][0-9]{0,9}"
_BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def attributes(cls: type[Any]) -> Schema:
    """Describe the attributes of one event version, except `dataref` and `data`."""
    meta = meta_of(cls)
    senders = "|".join(publishers_of(cls))
    return {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid"},
        "source": {
            "type": "string",
            "format": "uri-reference",
            "pattern": f"^//[0-9a-z-]+\\.liandong\\.cn/({senders})$",
            "description": "//<city>.liandong.cn/<publisher>",
        },
        "type": {"const": meta.type},
        "subject": {**_TEXT, "description": f"The value of data.{meta.subject}."},
        "time": {
            **_INSTANT,
            "description": "When the act was committed; counts from arrival if it is ahead of it.",
        },
        "dataschema": {"const": meta.dataschema},
        "datacontenttype": {"const": "application/json"},
        "sequence": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_SEQUENCE,
            "description": "1, 2, 3 … per publisher and subject.",
        },
        "previous": {
            "type": "string",
            "maxLength": LONGEST_TEXT,
            "pattern": f"^{_TOPIC}( {_TOPIC})*$",
            "description": "The last earlier number of each topic about the subject.",
        },
        "correlationid": _TEXT,
        "causationid": _TEXT,
        "actor": _TEXT,
        "classification": {"const": meta.classification.value},
        "effectiveat": {**_INSTANT, "description": "Legal effect; may lie before time."},
        "traceparent": {
            "type": "string",
            "minLength": 1,
            "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
            "description": "W3C Trace Context; one of another form is dropped.",
        },
    }


def in_place(data: Schema) -> Schema:
    """Describe an event with its content in place and open."""
    nothing = {"not": {}, "description": "Stands only where the content is fetched: see wire/."}
    return {"dataref": nothing, "data": data}


def as_sent(meta: MessageMeta, data: Schema) -> list[Schema]:
    """Describe the two forms of transmitted content: in the event, or fetched by its hash."""
    here = seal_schema() if meta.sealed_for else data
    return [
        {"properties": {"dataref": {"not": {}}, "data": here}},
        {
            "required": ["dataref"],
            "properties": {
                "dataref": {
                    "type": "string",
                    "pattern": "^urn:liandong:blob:sha256:[0-9a-f]{64}:[1-9][0-9]{0,7}$",
                    "description": f"The content by hash and size, up to {LARGEST_CONTENT} bytes.",
                },
                "data": {"type": "object", "maxProperties": 0},
            },
        },
    ]


def seal_schema() -> Schema:
    """Describe sealed data."""
    content = {"type": "string", "pattern": _BASE64, "contentEncoding": "base64"}
    sealed = {
        "type": "object",
        "required": ["form", "content", "commitment", "keys"],
        "properties": {
            "form": {"const": FORM},
            "content": content,
            "commitment": content,
            "keys": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": content,
                "description": "The wrapped secret for each key, by its name.",
            },
        },
    }
    return {
        "type": "object",
        "required": ["sealed"],
        "properties": {"sealed": sealed},
        "additionalProperties": False,
    }
