"""The AsyncAPI 3 document of the whole bus: publishers, events and subscribers."""

from importlib.metadata import version
from typing import Any

from liandong.amqp.topology import exchange_of
from liandong.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE
from shared.broker.topology import bound_topics_of
from shared.catalog.catalog import department_names, events, partner_names, publishers_of
from shared.contracts.example_event import example_event
from shared.messages.declare import MessageMeta, meta_of
from shared.messages.meta import FIELD_MARK

ABOUT = (
    "Events between the departments of one city: CloudEvents 1.0 over AMQP. A payload is described "
    "with its content open and in place; sealed, fetched and bundled forms are in docs/wire.md."
)


def asyncapi_document() -> dict[str, Any]:
    """Build the AsyncAPI document: one channel and one operation per publisher and event."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages = {meta_of(cls).contract: _message(cls) for cls in events()}
    bindings = {name: bound_topics_of(name) for name in (*department_names(), *partner_names())}
    for cls in events():
        meta = meta_of(cls)
        for publisher in publishers_of(cls):
            key = f"{publisher}.{meta.routing_key}".replace(".", "_")
            heard = [
                name
                for name, bound in bindings.items()
                if {(publisher, meta.topic(name)), (publisher, meta.topic("*"))} & {*bound}
            ]
            channels[key] = _channel(publisher, meta, heard)
            operations[f"publish_{key}"] = _operation(key, meta)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "联动 · 部门间事件",
            "version": version("liandong-platform"),
            "description": ABOUT,
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def sealing_extension(meta: MessageMeta) -> dict[str, Any]:
    """Return `x-sealed-for`: who can open a sealed event besides its publisher; empty if open.

    An entry is the name of a department or partner, or `data.<field>` for one named by a field.
    """
    openers = [
        f"data.{entry.removeprefix(FIELD_MARK)}" if entry.startswith(FIELD_MARK) else entry
        for entry in meta.sealed_for
    ]
    return {"x-sealed-for": openers} if openers else {}


def _channel(publisher: str, meta: MessageMeta, heard: list[str]) -> dict[str, Any]:
    exchange = {"name": exchange_of(publisher), "type": "topic", "durable": True}
    channel: dict[str, Any] = {
        "address": meta.topic("{recipient}"),
        "title": meta.title,
        "messages": {"event": {"$ref": f"#/components/messages/{meta.contract}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
        "x-subscribers": heard,
    }
    if meta.recipient:
        told = f"The department that the event is for: data.{meta.recipient}."
        channel["parameters"] = {"recipient": {"description": told}}
    return channel


def _operation(channel: str, meta: MessageMeta) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{channel}"},
        "title": meta.title,
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True}},
    }


def _message(cls: type[Any]) -> dict[str, Any]:
    meta = meta_of(cls)
    return {
        "name": meta.type,
        "title": meta.title,
        "summary": (cls.__doc__ or "").strip().partition("\n")[0],
        "contentType": CONTENT_TYPE,
        "x-bundle-content-type": BATCH_CONTENT_TYPE,
        "x-wire-schema": f"./wire/{meta.contract}.json",
        "x-classification": meta.classification.value,
        "x-subject": meta.subject,
        **sealing_extension(meta),
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"./events/{meta.contract}.json"},
        },
        "examples": [{"name": "example", "payload": example_event(cls)}],
    }
