"""Compares the released contracts with the present ones: describes every breaking change."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from shared.contracts.compatibility.fixed import differing_attributes, differing_fields
from shared.contracts.compatibility.schema_subset import SchemaDocument, incompatibilities
from shared.contracts.compatibility.shapes import Shapes

NOBODY = SchemaDocument()


def breaking_changes(released: Shapes, now: Shapes, departments: Collection[str] = ()) -> list[str]:
    """List the changes that break readers or writers of the released contracts.

    Events are checked in both directions: new events must fit what readers were promised, and
    events published under the release must stay readable, since outboxes hold them, replays resend
    them and they are evidence for ever. For a partner's events, whose writer is the partner, the
    second direction is reported first. `departments` publish from here; any other publisher is a
    partner. Of the APIs, answers are read, and bodies and parameters are written. A new version of
    an event is published beside the old one, which stays.
    """
    return [
        *_events(released["events"], now["events"], departments),
        *_apis(released["apis"], now["apis"]),
    ]


def _events(released: Shapes, now: Shapes, departments: Collection[str]) -> Iterator[str]:
    for name, old in released.items():
        new = now.get(name)
        if new is None:
            yield f"event {name} is gone: publish it beside its next version"
            continue
        ways = [_readers(old, new, name), _writers(old, new, name)]
        if not set(old.get("x-publishers", ())) & set(departments):
            ways.reverse()
        yield from chain(*ways)
        yield from differing_attributes(old, new, name)
        yield from differing_fields(old["schema"], new["schema"], f"event {name}")
        for key in ("x-publishers", "x-sealed-for"):
            for who in sorted(set(old.get(key, ())) - set(new.get(key, ()))):
                yield f"event {name}: {who} is no longer among {key}"
        for who in sorted(set(new.get("x-sealed-for", ())) - set(old.get("x-sealed-for", ()))):
            yield f"event {name}: {who} can open it now: a wider secret must be accepted"


def _readers(old: Shapes, new: Shapes, name: str) -> Iterator[str]:
    """Describe values of new events that readers of the release do not know."""
    return incompatibilities(
        new["schema"], old["schema"], (NOBODY, NOBODY), f"event {name}", keeps=True
    )


def _writers(old: Shapes, new: Shapes, name: str) -> Iterator[str]:
    """Describe events that were valid under the release and would be refused now."""
    place = f"released event {name}"
    return incompatibilities(old["schema"], new["schema"], (NOBODY, NOBODY), place, keeps=False)


def _apis(released: Shapes, now: Shapes) -> Iterator[str]:
    for department, old in released.items():
        new = now.get(department, {"named": {}, "operations": {}})
        sides = SchemaDocument(old["named"]), SchemaDocument(new["named"])
        for name, before in old["operations"].items():
            place = f"{department} {name}"
            after = new["operations"].get(name)
            if after is None:
                yield f"{place} is gone"
            else:
                yield from _operation(before, after, sides, place)


def _operation(
    old: Shapes, new: Shapes, sides: tuple[SchemaDocument, SchemaDocument], place: str
) -> Iterator[str]:
    for role in sorted(set(old["roles"]) - set(new["roles"])):
        yield f"{place} is closed to {role}"
    for name, parameter in new["parameters"].items():
        before = old["parameters"].get(name)
        if parameter["required"] and not (before and before["required"]):
            yield f"{place}: {name} must be given now"
    for name, parameter in old["parameters"].items():
        after = new["parameters"].get(name)
        if after is None:
            yield f"{place}: {name} is gone"
        else:
            at = f"{place}: {name}"
            yield from incompatibilities(
                parameter["schema"], after["schema"], sides, at, keeps=False
            )
    yield from _body(old["body"], new["body"], sides, f"{place}: body")
    for status, answer in old["answers"].items():
        given = new["answers"].get(status)
        if given is None:
            yield f"{place} answers no {status} any more"
            continue
        backwards = sides[1], sides[0]
        yield from _contents(
            given["content"], answer["content"], backwards, f"{place} {status}", keeps=True
        )


def _body(
    old: Shapes | None, new: Shapes | None, sides: tuple[SchemaDocument, SchemaDocument], place: str
) -> Iterator[str]:
    if new is None:
        if old is not None:
            yield f"{place} is not taken any more"
        return
    if new["required"] and not (old and old["required"]):
        yield f"{place} must be given now"
    if old is not None:
        yield from _contents(old["content"], new["content"], sides, place, keeps=False)


def _contents(
    narrow: Mapping[str, Any],
    wide: Mapping[str, Any],
    sides: tuple[SchemaDocument, SchemaDocument],
    place: str,
    *,
    keeps: bool,
) -> Iterator[str]:
    """Compare schemas by media type, for the media types of the released side."""
    for kind in wide if keeps else narrow:
        if kind not in wide or kind not in narrow:
            yield f"{place}: no {kind} any more"
        else:
            yield from incompatibilities(narrow[kind], wide[kind], sides, place, keeps=keeps)
