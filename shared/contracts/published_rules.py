"""Adds to an event's schema the rules on values that go beyond their types.

A rule is found by the marker that checks it. Rules that no schema can express, such as check
digits, crossing borders and codes refined by a table, are enforced by the product alone; the schema
describes only the form.
"""

import dataclasses
from datetime import date, datetime
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Check, CheckWithReason, Length, OneLine, Verbatim
from shared.texts.time_bounds import DAY_PATTERN, INSTANT_PATTERN
from shared.vocabulary import fields
from shared.vocabulary.area_problems import CRS_NAMES, LAT_RANGE, LON_RANGE
from shared.vocabulary.credit_codes import PATTERN as CREDIT_CODE
from shared.vocabulary.divisions import divisions, is_code_prefix
from shared.vocabulary.land_use import code_patterns

Rule = dict[str, Any]
_STEERING = r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069"
_BREAKS = r"\n\r\u000b\u000c\u0085\u2028\u2029"
_BY_TYPE: dict[Any, Rule] = {
    date: {"pattern": DAY_PATTERN},
    datetime: {"pattern": INSTANT_PATTERN},
}


def with_rules(cls: type[Any], described: dict[str, Any]) -> dict[str, Any]:
    """Add the checks of a message class to its schema; changes and returns `described`."""
    hints = get_type_hints(cls, include_extras=True)
    for field in dataclasses.fields(cls):
        _add(hints[field.name], described["properties"][field.name])
    return described


def _add(hint: Any, node: dict[str, Any]) -> None:
    base, markers = split_annotated(hint)
    base, _ = split_optional(base)
    inner, more = split_annotated(base)
    node.update(_BY_TYPE.get(inner, {}))
    if inner is str:
        node.update(_text((*more, *markers)))
    for marker in (*more, *markers):
        if isinstance(marker, Check | CheckWithReason):
            node.update(_rules().get(marker, {}))
    if get_origin(inner) is tuple:
        _add(get_args(inner)[0], node["items"])
    if dataclasses.is_dataclass(inner) and "properties" in node:
        with_rules(cast(type[Any], inner), node)


def _text(markers: tuple[Any, ...]) -> Rule:
    """Return the pattern of a text: no control characters, not blank if it has a least length."""
    if any(isinstance(marker, Verbatim) for marker in markers):
        return {}
    no = _STEERING + (_BREAKS if any(isinstance(marker, OneLine) for marker in markers) else "")
    filled = any(isinstance(marker, Length) and marker.least for marker in markers)
    return {"pattern": f"^[^{no}]*[^\\s{no}][^{no}]*$" if filled else f"^[^{no}]*$"}


@cache
def _rules() -> dict[Any, Rule]:
    """Return the schema of each check of `shared.vocabulary.fields`."""
    counties = sorted(code for code, division in divisions().items() if not division.is_city)
    prefix = f"^({'|'.join(filter(is_code_prefix, counties))})"
    known: dict[Any, Rule] = {
        fields.PlotCode: {
            "pattern": f"{prefix}[0-9A-Za-z-]{{0,25}}[0-9A-Za-z]$",
            "maxLength": 32,
        },
        fields.ParcelCode: {"pattern": f"{prefix}[0-9]{{6}}[A-Z]{{2}}[0-9]{{5}}$", "maxLength": 19},
        fields.County: {"enum": counties},
        fields.Division: {"enum": sorted(divisions())},
        fields.CreditCode: {"pattern": f"^{CREDIT_CODE}$", "maxLength": 18},
        fields.PermitNumber: {
            "pattern": f"^{CREDIT_CODE}[0-9]{{3}}[0-9A-Z]$",
            "maxLength": 22,
        },
        fields.Sha256: {"pattern": "^[0-9a-f]{64}$", "maxLength": 64},
        fields.LandUseField: {"anyOf": [_use(scheme, code) for scheme, code in code_patterns()]},
        fields.Area: _area(),
    }
    return {_check_of(alias): rule for alias, rule in known.items()}


def _check_of(alias: Any) -> Any:
    _, markers = split_annotated(alias)
    return next(marker for marker in markers if isinstance(marker, Check | CheckWithReason))


def _use(scheme: str, pattern: str) -> Rule:
    return {"properties": {"scheme": {"const": scheme}, "code": {"pattern": pattern}}}


def _area() -> Rule:
    """Describe a Polygon or MultiPolygon of RFC 7946 in CGCS2000 degrees."""
    position = {
        "type": "array",
        "prefixItems": [_between(LON_RANGE), _between(LAT_RANGE)],
        "items": False,
        "minItems": 2,
        "maxItems": 2,
    }
    polygon = _list_of(_list_of(position, 4), 1)
    crs = {"properties": {"name": {"enum": sorted(CRS_NAMES)}}, "required": ["name"]}
    return {
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"enum": ["Polygon", "MultiPolygon"]},
            "coordinates": {"type": "array"},
            "crs": {
                "type": "object",
                "required": ["properties"],
                "properties": {"properties": {"type": "object", **crs}},
            },
        },
        "oneOf": [_shape("Polygon", polygon), _shape("MultiPolygon", _list_of(polygon, 1))],
    }


def _between(limits: tuple[float, float]) -> Rule:
    return {"type": "number", "minimum": limits[0], "maximum": limits[1]}


def _list_of(items: Rule, least: int) -> Rule:
    return {"type": "array", "items": items, "minItems": least}


def _shape(kind: str, coordinates: Rule) -> Rule:
    return {"properties": {"type": {"const": kind}, "coordinates": coordinates}}
