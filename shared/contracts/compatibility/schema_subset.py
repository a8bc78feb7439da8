"""The subset relation behind compatibility: all that one schema allows is valid for another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
LOWER = ("minimum", "minLength", "minItems")
UPPER = ("maximum", "maxLength", "maxItems")
EXACT = ("format", "pattern", "contentEncoding")
REF = "#/components/schemas/"


class SchemaDocument:
    """The document of a schema, which resolves its references."""

    def __init__(self, named: Mapping[str, Schema] = {}) -> None:
        self._named = named

    def opened(self, schema: Schema) -> Schema:
        """Return a schema, with its reference resolved if it is one."""
        while "$ref" in schema:
            schema = self._named[schema["$ref"].removeprefix(REF)]
        return schema


def incompatibilities(
    narrow: Schema,
    wide: Schema,
    sides: tuple[SchemaDocument, SchemaDocument],
    place: str,
    *,
    keeps: bool,
) -> Iterator[str]:
    """Describe where a document that `narrow` allows would be invalid for `wide`.

    `sides` are the documents of both. With `keeps`, `narrow` must also define the optional fields
    of `wide`, since readers would miss them. Recursive schemas are followed once.
    """
    yield from _misfits(narrow, wide, sides, place, keeps, frozenset())


def _misfits(
    narrow: Schema,
    wide: Schema,
    sides: tuple[SchemaDocument, SchemaDocument],
    place: str,
    keeps: bool,
    under: frozenset[tuple[str, str]],
) -> Iterator[str]:
    names = narrow.get("$ref", ""), wide.get("$ref", "")
    if all(names):
        if names in under:
            return
        under |= {names}
    narrow, wide = sides[0].opened(narrow), sides[1].opened(wide)
    yield from _values(narrow, wide, place)
    yield from _bounds(narrow, wide, place)
    mine, theirs = narrow.get("properties", {}), wide.get("properties", {})
    for name in sorted(set(wide.get("required", ())) - set(narrow.get("required", ()))):
        yield f"{place}.{name} may be missing"
    if keeps:
        for name in sorted(theirs.keys() - mine.keys() - set(wide.get("required", ()))):
            yield f"{place}.{name} is gone"
    if wide.get("additionalProperties") is False:
        for name in sorted(mine.keys() - theirs.keys()):
            yield f"{place}.{name} is not taken"
    for name in sorted(mine.keys() & theirs.keys()):
        at = f"{place}.{name}"
        yield from _misfits(mine[name], theirs[name], sides, at, keeps, under)
    for key, suffix in (("items", "[]"), ("additionalProperties", ".*")):
        inner, outer = narrow.get(key), wide.get(key)
        if isinstance(inner, Mapping) and isinstance(outer, Mapping):
            yield from _misfits(inner, outer, sides, place + suffix, keeps, under)


def _values(narrow: Schema, wide: Schema, place: str) -> Iterator[str]:
    if "type" in wide and (more := _types(narrow) - _types(wide)):
        yield f"{place} may be of type {', '.join(sorted(more)) or 'any'}"
    allowed = _listed(wide)
    if allowed is None:
        return
    mine = _listed(narrow)
    if mine is None:
        yield f"{place} may be anything, not only {_joined(allowed)}"
    elif more_values := [value for value in mine if value not in allowed]:
        yield f"{place} may be {_joined(more_values)}"


def _bounds(narrow: Schema, wide: Schema, place: str) -> Iterator[str]:
    if _listed(narrow) is not None:
        return
    for key in LOWER:
        if key in wide and narrow.get(key, float("-inf")) < wide[key]:
            yield f"{place} may be below {key} {wide[key]}"
    for key in UPPER:
        if key in wide and narrow.get(key, float("inf")) > wide[key]:
            yield f"{place} may be above {key} {wide[key]}"
    for key in EXACT:
        if key in wide and narrow.get(key) != wide[key]:
            yield f"{place} need not be of {key} {wide[key]}"


def _types(schema: Schema) -> set[str]:
    told = schema.get("type", "any")
    types = {told} if isinstance(told, str) else set(told)
    return types | ({"integer"} if "number" in types else set())


def _listed(schema: Schema) -> Sequence[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    listed: Sequence[Any] | None = schema.get("enum")
    return listed


def _joined(values: Sequence[Any]) -> str:
    return ", ".join(map(str, values))
