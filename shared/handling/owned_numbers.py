"""Whose a number is: it belongs to who published it first, and another's use of it hides nothing.

Numbers travel in open events, so anybody can use one that it only heard. A kind of document whose
class names its `owner` is kept once for each department that uses a number: the first one's under
the number itself, every other's under the number and its name.
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
    """Who published a number first, and who else used it since; `id` is `<collection>:<number>`."""

    id: str
    owner: str
    others: tuple[str, ...] = ()

    @property
    def users(self) -> tuple[str, ...]:
        """Name all who use the number, its owner first."""
        return (self.owner, *self.others)


@dataclass(frozen=True, slots=True)
class NumberClaim:
    """Where to keep what a department calls by a number, and who else calls its own so."""

    key: str
    others: tuple[str, ...] = ()


def owner_of(thing: Any) -> str:
    """Tell whose a document is; `TypeError` for a class that names no owner."""
    name = document_meta(thing).owner
    if name is None:
        raise TypeError(f"{type(thing).__name__} belongs to no publisher: name its `owner`")
    return str(getattr(thing, name))


def reserve(uow: UnitOfWork, kind: type[Any], number: str, publisher: str) -> None:
    """Remember who published a number first, before there is a document of it."""
    if _known(uow, kind, number) is None:
        uow.save(NumberOwner(_id(kind, number), publisher))


def claim(uow: UnitOfWork, kind: type[Any], number: str, publisher: str) -> NumberClaim:
    """Find the place of a publisher's document with this number, new or old."""
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
    """Read the document that a publisher calls by this number, or None."""
    first = uow.find(kind, number)
    if first is not None and owner_of(first) == publisher:
        return first
    known = _known(uow, kind, number)
    return uow.find(kind, _apart(number, publisher)) if known and known.others else None


def get_of(uow: UnitOfWork, kind: type[T], number: str, publisher: str) -> T:
    """Read the document that a publisher calls by this number.

    `NotYoursError` if only others use the number, `NotFoundError` if it has not come.
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
    """Read what all publishers call by this number, the owner's first."""
    known = _known(uow, kind, number)
    for name in known.users if known else ():
        if (found := find_of(uow, kind, number, name)) is not None:
            yield found


def _known(uow: UnitOfWork, kind: type[Any], number: str) -> NumberOwner | None:
    """Read who owns a number; of what was kept before owners were, the document tells."""
    noted = uow.find(NumberOwner, _id(kind, number))
    if noted is not None:
        return noted
    first = uow.find(kind, number)
    return NumberOwner(_id(kind, number), owner_of(first)) if first is not None else None


def _id(kind: type[Any], number: str) -> str:
    return f"{document_meta(kind).collection}:{number}"


def _apart(number: str, publisher: str) -> str:
    """Name a place beside the owner's; no longer than a number may be."""
    key = f"{number}@{publisher}"
    if len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{digest[:32]}@{publisher}"[:LONGEST]
