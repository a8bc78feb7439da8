"""Schema metadata and validators derived from the markers of a message field."""

from collections.abc import Iterator
from typing import Any

from marshmallow import ValidationError, validate

from shared.messages.declare import Between, Check, CheckWithReason, Example, Length, Title


def metadata_of(markers: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the documentation metadata of a field: titles, an example and its rule."""
    for marker in markers:
        if isinstance(marker, Title):
            yield "title", marker.zh
            if marker.en:
                yield "x-title-en", marker.en
        if isinstance(marker, Example):
            yield "examples", [marker.value]
        if (rule := rule_of(marker)) is not None:
            yield "x-rule", rule


def rule_of(marker: Any) -> str | None:
    """Return the text of a marker's rule for values, or None."""
    if isinstance(marker, Check):
        return marker.message
    return str(marker.fault.__name__) if isinstance(marker, CheckWithReason) else None


def validators_of(markers: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the validators of a field's markers, with Chinese error messages."""
    for marker in markers:
        match marker:
            case Check(holds, message):
                yield _checker(holds, message)
            case CheckWithReason(fault):
                yield _reasoned_validator(fault)
            case Length(least, most):
                words = f"长度应在 {least} 至 {most} 之间"
                yield validate.Length(min=least, max=most, error=words)
            case Between(least, most):
                yield validate.Range(
                    min=least, max=most, error=f"应在 {_plain(least)} 至 {_plain(most)} 之间"
                )


def _plain(number: float) -> str:
    """Format a whole number in full, not as a power of ten."""
    return f"{number:.0f}" if float(number).is_integer() else f"{number:g}"


def _checker(holds: Any, message: str) -> Any:
    def check(value: Any) -> None:
        if not holds(value):
            raise ValidationError(message)

    return check


def _reasoned_validator(fault: Any) -> Any:
    def explain(value: Any) -> None:
        if (message := fault(value)) is not None:
            raise ValidationError(message)

    return explain
