"""Ownership of numbers: a number belongs to its first publisher, and no other can overwrite it.

Numbers are sent in open events, so any department can reuse one that it received. Documents of a
class that names its `owner` are stored once per department that uses a number: the first one's
under the number itself, every other's under the number and the department's name.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from shared.errors import NotFoundError, NotYoursError
from shared.handling.unit_of_work import UnitOfWork
from shared.store.document import document, document_meta

T = TypeVar("T")
LONGEST = 64


@document("number_owners", title="编号归属", key="id")
class NumberOwner:
    """The first publisher of a number, and later users of it; `id` is `<collection>:<number>`."""

    id: str
    owner: str
    others: tuple[str, ...] = ()

    @property
    def users(self) -> tuple[str, ...]:
        """All departments that use the number, its owner first."""
        return (self.owner, *self.others)


@dataclass(frozen=True, slots=True)
class NumberClaim:
    """The key of a department's document with a number, and the other users of that number."""

    key: str
    others: tuple[str, ...] = ()


def owner_of(thing: Any) -> str:
    """Return the owner of a document; `TypeError` for a class that names no owner field."""
    name = document_meta(thing).owner
    if name is None:
        raise TypeError(f"{type(thing).__name__} belongs to no publisher: name its `owner`")
    return str(getattr(thing, name))


def reserve(uow: UnitOfWork, kind: type[Any], number: str, publisher: str) -> None:
    """Record the first publisher of a number before a document with it exists."""
    if _known(uow, kind, number) is None:
        uow.save(NumberOwner(_id(kind, number), publisher))


def claim(uow: UnitOfWork, kind: type[Any], number: str, publisher: str) -> NumberClaim:
    """Return the key for a publisher's document with this number, and record its use."""
    known = _known(uow, kind, number)
    if known is None:
        uow.save(NumberOwner(_id(kind, number), publisher))
        return NumberClaim(number)
    if publisher not in known.users:
        known = replace(known, others=(*known.others, publisher))
        uow.save(known)
    others = tuple(name for name in known.users if name != publisher)
    first = publisher == known.owner
    return NumberClaim(number if first else _apart(number, publisher), others)


def find_of(uow: UnitOfWork, kind: type[T], number: str, publisher: str) -> T | None:
    """Read a publisher's document with this number, or None."""
    first = uow.find(kind, number)
    if first is not None and owner_of(first) == publisher:
        return first
    known = _known(uow, kind, number)
    return uow.find(kind, _apart(number, publisher)) if known and known.others else None


def get_of(uow: UnitOfWork, kind: type[T], number: str, publisher: str) -> T:
    """Read a publisher's document with this number.

    Raises `NotYoursError` if only others use the number, `NotFoundError` if there is none yet.
    """
    found = find_of(uow, kind, number, publisher)
    if found is not None:
        return found
    title = document_meta(kind).title
    known = _known(uow, kind, number)
    if known is not None and publisher not in known.users:
        raise NotYoursError(
            f"{title}“{number}”属于“{known.owner}”，这一消息却来自“{publisher}”：请核实编号"
        )
    raise NotFoundError(title, number)


def all_of(uow: UnitOfWork, kind: type[T], number: str) -> Iterator[T]:
    """Yield the documents of all publishers with this number, the owner's first."""
    known = _known(uow, kind, number)
    for name in known.users if known else ():
        if (found := find_of(uow, kind, number, name)) is not None:
            yield found


def _known(uow: UnitOfWork, kind: type[Any], number: str) -> NumberOwner | None:
    """Read the owner of a number; for documents older than owner records, derive it from them."""
    noted = uow.find(NumberOwner, _id(kind, number))
    if noted is not None:
        return noted
    first = uow.find(kind, number)
    return NumberOwner(_id(kind, number), owner_of(first)) if first is not None else None


def _id(kind: type[Any], number: str) -> str:
    return f"{document_meta(kind).collection}:{number}"


def _apart(number: str, publisher: str) -> str:
    """Return the key of another user's document; hashed if longer than `LONGEST`."""
    key = f"{number}@{publisher}"
    if len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{digest[:32]}@{publisher}"[:LONGEST]
