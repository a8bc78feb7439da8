"""Detect that two departments use one number, and notify both once: when the second one arrives."""

from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

from services.casework.numbers.messages import NumberContested, NumberKind
from shared.handling import UnitOfWork, all_of, owner_of
from shared.store import key_of


class NumberedFile(Protocol):
    """A document about something that has a number."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def contested_by(self) -> tuple[str, ...]:
        """The departments that use the same number for something else."""


F = TypeVar("F", bound=NumberedFile)


def with_contester(file: F, other: str) -> F:
    """Record once that another department uses the number of a file."""
    if other in file.contested_by:
        return file
    return replace(file, contested_by=(*file.contested_by, other))


def publish_contested(uow: UnitOfWork, of: NumberKind, number: str, fresh: Any) -> None:
    """Record a new file in the others of its number, and notify each department of the other.

    `fresh` was just saved; its `contested_by` names the other users of the number. A department
    whose own file has not arrived yet is notified as well, and not again when it arrives.
    """
    publisher = owner_of(fresh)
    known = {owner_of(file): file for file in all_of(uow, type(fresh), number)}
    for name in fresh.contested_by:
        other = known.get(name)
        if other is not None and publisher in other.contested_by:
            continue
        if other is not None:
            uow.save(with_contester(other, publisher))
        kept_as = key_of(other) if other is not None else number
        uow.emit(
            NumberContested(number, of, owner=name, other=publisher, kept_as=kept_as),
            NumberContested(number, of, owner=publisher, other=name, kept_as=key_of(fresh)),
        )
