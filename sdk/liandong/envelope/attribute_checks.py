"""Checks of the attributes as a whole, before each one is read."""

from collections.abc import Mapping
from typing import Any

from liandong.errors import Malformed

_OPTIONAL = ("datacontenttype", "causationid", "effectiveat", "previous", "dataref")


def check_form(attributes: Mapping[str, Any]) -> None:
    """Raise `Malformed` unless this is CloudEvents 1.0 with JSON data."""
    if attributes.get("specversion") != "1.0":
        raise Malformed("specversion: must be 1.0")
    media_type = attributes.get("datacontenttype", "application/json")
    if media_type == "application/json":
        return
    if not isinstance(media_type, str) or media_type.partition(";")[0] != "application/json":
        raise Malformed("datacontenttype: must be application/json")


def refuse_nulls(attributes: Mapping[str, Any]) -> None:
    """Raise `Malformed` if an optional attribute is null; it must be left out instead."""
    for name in _OPTIONAL:
        if name in attributes and attributes[name] is None:
            raise Malformed(f"{name}: must not be null; leave it out")
