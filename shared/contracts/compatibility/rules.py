"""Compatibility of validation rules that JSON Schema cannot express.

A rule is code, so its behaviour is sampled: probe values derived from its example are stored with
the release, with the rule's verdicts, and tried again ever after.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_type_hints

from shared.catalog.catalog import commands, events
from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Check, CheckWithReason, Example
from shared.messages.validators import rule_of

Rules = dict[str, Any]
Holds = Callable[[Any], bool]
_SIGNS = "09AZaz- "


def rules_of_today() -> Rules:
    """Sample every rule of all events and commands: by name, the accepted and refused values."""
    return {name: _tried(holds, probes(example)) for name, (holds, example) in _found().items()}


def changed_rules(released: Mapping[str, Any]) -> Iterator[str]:
    """Describe the probe values on which a rule's verdict differs from the released one."""
    found = _found()
    for name, told in released.items():
        if name not in found:
            continue
        holds, _ = found[name]
        for value in told["accepts"]:
            if not _holds(holds, value):
                yield f"rule «{name}» refuses {value!r} now: events that say so are refused"
        for value in told["refuses"]:
            if _holds(holds, value):
                yield f"rule «{name}» accepts {value!r} now: readers of the release refuse it"


def probes(example: Any) -> list[Any]:
    """Derive probe values from an example; only texts are altered."""
    if not isinstance(example, str):
        return [example]
    made = [example, "", example[1:], example[:-1], example + example[-1:], f" {example}"]
    made += [example.lower(), example.upper()]
    for place in range(len(example)):
        made += [example[:place] + sign + example[place + 1 :] for sign in _SIGNS]
    return list(dict.fromkeys(made))


def _tried(holds: Holds, values: list[Any]) -> dict[str, list[Any]]:
    accepted = [value for value in values if _holds(holds, value)]
    return {"accepts": accepted, "refuses": [value for value in values if value not in accepted]}


def _holds(holds: Holds, value: Any) -> bool:
    try:
        return holds(value)
    except Exception:  # noqa: BLE001  a rule that cannot take a value refuses it
        return False


def _found() -> dict[str, tuple[Holds, Any]]:
    """Collect the named rules, each with its predicate and an example that it accepts."""
    made: dict[str, tuple[Holds, Any]] = {}
    for cls in (*events(), *commands()):
        for markers in _markers(cls, frozenset()):
            examples = [marker.value for marker in markers if isinstance(marker, Example)]
            example = examples[-1] if examples else None
            for marker in markers:
                if (name := rule_of(marker)) is not None and _holds(_predicate(marker), example):
                    made.setdefault(name, (_predicate(marker), example))
    return made


def _predicate(marker: Any) -> Holds:
    if isinstance(marker, Check):
        return marker.holds
    assert isinstance(marker, CheckWithReason)  # noqa: S101  `rule_of` names no other marker
    fault = marker.fault
    return lambda value: fault(value) is None


def _markers(cls: type[Any], seen: frozenset[type[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the markers of each field of a message, including nested parts."""
    if cls in seen:
        return
    hints = get_type_hints(cls, include_extras=True)
    for field in dataclasses.fields(cls):
        yield from _of_hint(hints[field.name], seen | {cls})


def _of_hint(hint: Any, seen: frozenset[type[Any]]) -> Iterator[tuple[Any, ...]]:
    base, outer = split_annotated(hint)
    base, _ = split_optional(base)
    inner, more = split_annotated(base)
    yield (*more, *outer)
    if dataclasses.is_dataclass(inner) and isinstance(inner, type):
        yield from _markers(inner, seen)
    for part in get_args(inner):
        if part is not Ellipsis and not isinstance(part, str):
            yield from _of_hint(part, seen)
