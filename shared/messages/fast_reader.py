"""The short way through a contract: accept at once what is surely valid.

marshmallow decides what is valid and words the faults; it takes a hundred microseconds and more.
A quick reader takes a few, and gives up (`None`) on anything that is not plainly right, so that
the long way judges it. Both read the same valid message as the same object.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from liandong.envelope.validation import FIRST_YEAR, LAST_YEAR
from shared.messages.annotations import split_annotated, split_optional
from shared.messages.declare import Between, Check, Explain, Length, Spelling, field_default
from shared.texts.free_form import LARGEST, fault_in
from shared.texts.normalize import is_tidy
from shared.texts.time_bounds import read_instant

Read = Callable[[Any], Any]
Holds = Callable[[Any], bool]
_DAY_LENGTH = 10


class NotSureError(Exception):
    """The value is not plainly valid."""


def compile_fast_reader(
    cls: type[Any], *, built: bool = False
) -> Callable[[Mapping[str, Any]], Any]:
    """Make a reader of JSON objects that gives a message object, or None to go the long way.

    Of what was `built` here, free-form objects are taken as they are.
    """
    read = _message(cls, built=built)

    def quick(wire: Mapping[str, Any]) -> Any:
        try:
            return read(wire)
        except Exception:  # noqa: BLE001  whatever is wrong, the long way words it
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
            raise NotSureError
        found = []
        for name, convert, default in members:
            if name in wire:
                found.append(convert(wire[name]))
            elif default is MISSING:
                raise NotSureError
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
        convert = _checked(_plain(inner, built=built), checks)
    if not nullable:
        return convert
    return lambda given: None if given is None else convert(given)


def _plain(base: Any, *, built: bool) -> Read:
    if get_origin(base) is tuple:
        item = _value(get_args(base)[0], built=built)
        return lambda given: tuple(map(item, _of(list, given)))
    if get_origin(base) is dict:
        return _texts_to_anything
    if dataclasses.is_dataclass(base) and isinstance(base, type):
        return _message(base, built=built)
    if isinstance(base, type) and issubclass(base, Enum):
        return {member.value: member for member in base}.__getitem__
    return _SCALARS[base]


def _text(checks: Sequence[Holds]) -> Read:
    """Read a text that is plainly fit to be kept as it is."""

    def read(given: Any) -> str:
        if type(given) is not str or not is_tidy(given):
            raise NotSureError
        for holds in checks:
            if not holds(given):
                raise NotSureError
        return given

    return read


def _checked(convert: Read, checks: Sequence[Holds]) -> Read:
    if not checks:
        return convert

    def read(given: Any) -> Any:
        value = convert(given)
        for holds in checks:
            if not holds(value):
                raise NotSureError
        return value

    return read


def _check(marker: Any) -> Holds | None:
    match marker:
        case Check(holds, _):
            return holds
        case Explain(fault):
            return lambda value: fault(value) is None
        case Length(least, most):
            return lambda value: least <= len(value) <= most
        case Between(least, most):
            return lambda value: least <= value <= most
        case Spelling(form):
            return lambda value: (spelt := form(value)) is value or spelt == value
    return None


def _of(kind: type[Any], given: Any) -> Any:
    if type(given) is not kind:
        raise NotSureError
    return given


def _whole(given: Any) -> int:
    if type(given) is not int or abs(given) >= LARGEST:
        raise NotSureError
    return given


def _number(given: Any) -> float:
    if type(given) is float:
        return given
    return float(_whole(given))


def _day(given: Any) -> date:
    if type(given) is not str or len(given) != _DAY_LENGTH:
        raise NotSureError
    day = date.fromisoformat(given)
    if not FIRST_YEAR <= day.year <= LAST_YEAR or day.isoformat() != given:
        raise NotSureError
    return day


def _object(given: Any) -> dict[str, Any]:
    found: dict[str, Any] = _of(dict, given)
    return found


def _texts_to_anything(given: Any) -> dict[str, Any]:
    if fault_in(_of(dict, given)) is not None:
        raise NotSureError
    return dict(given)


_SCALARS: dict[Any, Read] = {
    str: lambda given: _of(str, given),
    bool: lambda given: _of(bool, given),
    int: _whole,
    float: _number,
    date: _day,
    datetime: read_instant,
}
