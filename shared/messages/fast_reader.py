"""Fast path of a contract: accepts messages that are certainly valid.

marshmallow decides what is valid and words the faults; it needs a hundred microseconds or more. A
fast reader needs a few, and returns None for anything not plainly valid, so that the full
validation decides. Both read the same valid message as the same object.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from liandong.envelope.validation import FIRST_YEAR, LAST_YEAR
from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Between, Check, CheckWithReason, Length, Spelling, field_default
from shared.texts.free_form import LARGEST, fault_in
from shared.texts.normalize import is_tidy
from shared.texts.time_bounds import read_instant

Read = Callable[[Any], Any]
Holds = Callable[[Any], bool]
_DAY_LENGTH = 10


class FallBackError(Exception):
    """The value is not plainly valid: fall back to the full validation."""


def compile_fast_reader(
    cls: type[Any], *, built: bool = False
) -> Callable[[Mapping[str, Any]], Any]:
    """Compile a reader of JSON objects that returns a message, or None to use the full validation.

    With `built`, for messages that this process built, free-form objects are not inspected.
    """
    read = _message(cls, built=built)

    def quick(wire: Mapping[str, Any]) -> Any:
        try:
            return read(wire)
        except Exception:  # noqa: BLE001  the full validation reports any fault
            return None

    return quick


def _message(cls: type[Any], *, built: bool) -> Read:
    hints = get_type_hints(cls, include_extras=True)
    members = [
        (field.name, _value(hints[field.name], built=built), field_default(field))
        for field in dataclasses.fields(cls)
    ]

    def read(wire: Any) -> Any:
        if type(wire) is not dict:
            raise FallBackError
        found = []
        for name, convert, default in members:
            if name in wire:
                found.append(convert(wire[name]))
            elif default is MISSING:
                raise FallBackError
            else:
                found.append(default)
        return cls(*found)

    return read


def _value(hint: Any, *, built: bool) -> Read:
    base, markers = split_annotated(hint)
    base, nullable = split_optional(base)
    inner, more = split_annotated(base)
    checks = [check for marker in (*more, *markers) if (check := _check(marker)) is not None]
    if built and get_origin(inner) is dict:
        convert: Read = _object
    elif inner is str:
        convert = _text(checks)
    else:
        convert = _checked(_reader_for(inner, built=built), checks)
    if not nullable:
        return convert
    return lambda given: None if given is None else convert(given)


def _reader_for(base: Any, *, built: bool) -> Read:
    if get_origin(base) is tuple:
        item = _value(get_args(base)[0], built=built)
        return lambda given: tuple(map(item, _expect_type(list, given)))
    if get_origin(base) is dict:
        return _texts_to_anything
    if dataclasses.is_dataclass(base) and isinstance(base, type):
        return _message(base, built=built)
    if isinstance(base, type) and issubclass(base, Enum):
        return {member.value: member for member in base}.__getitem__
    return _SCALARS[base]


def _text(checks: Sequence[Holds]) -> Read:
    """Return a reader of texts that need no normalization."""

    def read(given: Any) -> str:
        if type(given) is not str or not is_tidy(given):
            raise FallBackError
        for holds in checks:
            if not holds(given):
                raise FallBackError
        return given

    return read


def _checked(convert: Read, checks: Sequence[Holds]) -> Read:
    if not checks:
        return convert

    def read(given: Any) -> Any:
        value = convert(given)
        for holds in checks:
            if not holds(value):
                raise FallBackError
        return value

    return read


def _check(marker: Any) -> Holds | None:
    match marker:
        case Check(holds, _):
            return holds
        case CheckWithReason(fault):
            return lambda value: fault(value) is None
        case Length(least, most):
            return lambda value: least <= len(value) <= most
        case Between(least, most):
            return lambda value: least <= value <= most
        case Spelling(form):
            return lambda value: (spelt := form(value)) is value or spelt == value
    return None


def _expect_type(kind: type[Any], given: Any) -> Any:
    if type(given) is not kind:
        raise FallBackError
    return given


def _integer(given: Any) -> int:
    if type(given) is not int or abs(given) >= LARGEST:
        raise FallBackError
    return given


def _number(given: Any) -> float:
    if type(given) is float:
        return given
    return float(_integer(given))


def _day(given: Any) -> date:
    if type(given) is not str or len(given) != _DAY_LENGTH:
        raise FallBackError
    day = date.fromisoformat(given)
    if not FIRST_YEAR <= day.year <= LAST_YEAR or day.isoformat() != given:
        raise FallBackError
    return day


def _object(given: Any) -> dict[str, Any]:
    found: dict[str, Any] = _expect_type(dict, given)
    return found


def _texts_to_anything(given: Any) -> dict[str, Any]:
    if fault_in(_expect_type(dict, given)) is not None:
        raise FallBackError
    return dict(given)


_SCALARS: dict[Any, Read] = {
    str: lambda given: _expect_type(str, given),
    bool: lambda given: _expect_type(bool, given),
    int: _integer,
    float: _number,
    date: _day,
    datetime: read_instant,
}
