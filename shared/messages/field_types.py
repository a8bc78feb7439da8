"""marshmallow fields stricter than the library's, for the values of a legal record."""

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from marshmallow import ValidationError, fields

from liandong.envelope.validation import FIRST_YEAR, LAST_YEAR
from shared.messages.declare import OneLine, Spelling, Verbatim
from shared.texts.free_form import fault_in
from shared.texts.normalize import fault, tidy
from shared.texts.time_bounds import OtherYearsError, read_day, read_instant

D = TypeVar("D", bound=date)
OTHER_YEARS = f"应在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间，请核对年份"


def _of_our_time(
    field: fields.AwareDateTime | fields.Date, read: Callable[[object], D], value: object
) -> D:
    try:
        return read(value)
    except OtherYearsError as error:
        raise ValidationError(OTHER_YEARS) from error
    except ValueError as error:
        raise field.make_error("invalid", input=value, obj_type=field.OBJ_TYPE) from error


class UtcDateTime(fields.AwareDateTime):
    """An aware instant of the years 1900 to 2200, converted to UTC; only RFC 3339 is accepted."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> datetime:  # noqa: ARG002  the library's signature
        return _of_our_time(self, read_instant, value)


class Day(fields.Date):
    """A day of the years 1900 to 2200, written only as `2026-10-08`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> date:  # noqa: ARG002  the library's signature
        return _of_our_time(self, read_day, value)


class Prose(fields.String):
    """A text in its stored form: normalized, without forbidden characters.

    Input that a person fills in (`strict`) is also converted to the canonical spelling of its kind.
    """

    def __init__(self, markers: tuple[Any, ...], *, strict: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._verbatim = any(isinstance(marker, Verbatim) for marker in markers)
        self._lines = not any(isinstance(marker, OneLine) for marker in markers)
        spelt = (marker.form for marker in markers if isinstance(marker, Spelling))
        self._forms = list(spelt) if strict else []

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        given = super()._deserialize(value, attr, data, **kwargs) or ""
        if self._verbatim:
            return given
        text = tidy(given, lines=self._lines)
        if (words := fault(text, lines=self._lines)) is not None:
            raise ValidationError(words)
        for form in self._forms:
            text = form(text)
        return text


class TupleField(fields.List[Any]):
    """A list on the wire, a tuple in code."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise self.make_error("invalid")
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class StrictBoolean(fields.Boolean):
    """Only real booleans: `"yes"` in a legal record is a mistake, not true."""

    truthy = {True}  # noqa: RUF012  the library's own attribute
    falsy = {False}  # noqa: RUF012  the library's own attribute

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> bool:  # noqa: ARG002  the library's signature
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class StrictInteger(fields.Integer):
    """Only real integers, neither "5" nor true; `5.0` is one, as JSON Schema defines."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value


class Number(fields.Float):
    """Only real finite numbers, neither "5" nor true."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        number = super()._validated(value)
        if not math.isfinite(number):
            raise self.make_error("special", input=value)
        return number


class FreeForm(fields.Dict):
    """An object with undeclared members, in canonical spelling; every store must accept it."""

    def __init__(self, markers: tuple[Any, ...], **kwargs: Any) -> None:
        super().__init__(keys=fields.String(), **kwargs)
        self._forms = [marker.form for marker in markers if isinstance(marker, Spelling)]

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        for form in self._forms:
            value = form(value)
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        if (fault := fault_in(value)) is not None:
            raise ValidationError(fault)
        return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]  # the library
