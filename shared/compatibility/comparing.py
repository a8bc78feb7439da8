"""What was released, beside what would be released now: every break, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.compatibility.fitting import Side, misfits
from shared.compatibility.shapes import Shapes

NOBODY = Side()


def breaks(released: Shapes, now: Shapes) -> list[str]:
    """List what a reader or a writer of the released contracts could no longer rely on.

    Events and answers are read: what is new must fit what was promised, and no field may go. Bodies
    and parameters are written: whatever fitted must still fit. A new version of an event stands
    beside the old one, which stays.
    """
    return [*_events(released["events"], now["events"]), *_apis(released["apis"], now["apis"])]


def _events(released: Shapes, now: Shapes) -> Iterator[str]:
    for name, old in released.items():
        new = now.get(name)
        if new is None:
            yield f"event {name} is gone: publish it beside its next version"
            continue
        yield from misfits(
            new["schema"], old["schema"], (NOBODY, NOBODY), f"event {name}", keeps=True
        )
        if old.get("x-classification") != new.get("x-classification"):
            yield f"event {name} is {new.get('x-classification')} now: give it a new version"
        if old.get("x-recipient") != new.get("x-recipient"):
            yield f"event {name} goes to others now: give it a new version"
        for key in ("x-publishers", "x-sealed-for"):
            for who in sorted(set(old.get(key, ())) - set(new.get(key, ()))):
                yield f"event {name}: {who} is no longer among {key}"


def _apis(released: Shapes, now: Shapes) -> Iterator[str]:
    for department, old in released.items():
        new = now.get(department, {"named": {}, "operations": {}})
        sides = Side(old["named"]), Side(new["named"])
        for name, before in old["operations"].items():
            place = f"{department} {name}"
            after = new["operations"].get(name)
            if after is None:
                yield f"{place} is gone"
            else:
                yield from _operation(before, after, sides, place)


def _operation(old: Shapes, new: Shapes, sides: tuple[Side, Side], place: str) -> Iterator[str]:
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
            yield from misfits(parameter["schema"], after["schema"], sides, at, keeps=False)
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
    old: Shapes | None, new: Shapes | None, sides: tuple[Side, Side], place: str
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
    sides: tuple[Side, Side],
    place: str,
    *,
    keeps: bool,
) -> Iterator[str]:
    """Compare by media type those that the released side has."""
    for kind in wide if keeps else narrow:
        if kind not in wide or kind not in narrow:
            yield f"{place}: no {kind} any more"
        else:
            yield from misfits(narrow[kind], wide[kind], sides, place, keeps=keeps)
