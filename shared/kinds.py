"""Fields that are stricter than the library's: each takes only what a legal record may hold."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields

from shared.message import OneLine, Spelling, Verbatim
from shared.texts import fault, tidy


class Moment(fields.AwareDateTime):
    """An aware instant, kept in UTC."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)


class Prose(fields.String):
    """A text as it is kept: tidied, in the one spelling of its kind, without what cannot be."""

    def __init__(self, markers: tuple[Any, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._verbatim = any(isinstance(marker, Verbatim) for marker in markers)
        self._lines = not any(isinstance(marker, OneLine) for marker in markers)
        self._forms = [marker.form for marker in markers if isinstance(marker, Spelling)]

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


class Members(fields.Dict):
    """An object of any members, in the one spelling of its kind."""

    def __init__(self, markers: tuple[Any, ...], **kwargs: Any) -> None:
        super().__init__(keys=fields.String(), **kwargs)
        self._forms = [marker.form for marker in markers if isinstance(marker, Spelling)]

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        for form in self._forms:
            value = form(value)
        return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]  # the library


class Frozen(fields.List[Any]):
    """A list on the wire, a tuple in code."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class Flags(fields.Boolean):
    """Only real booleans: `"yes"` in a legal record is a mistake, not a truth."""

    truthy = {True}  # noqa: RUF012  the library's own attribute
    falsy = {False}  # noqa: RUF012  the library's own attribute

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> bool:  # noqa: ARG002  the library's signature
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Whole(fields.Integer):
    """Only real integers, neither "5" nor 5.0 nor true."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value
