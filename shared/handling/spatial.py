"""Spatial queries: documents whose area overlaps another, by an index of grid cells."""

from typing import Any, TypeVar

from shared.handling.unit_of_work import UnitOfWork
from shared.store.document import key_of
from shared.vocabulary.cells import HasArea, cells_of
from shared.vocabulary.relations import Relation, RelationKind, relation

P = TypeVar("P", bound=HasArea)


def overlapping(
    uow: UnitOfWork, kind: type[P], area: dict[str, Any], **wanted: Any
) -> tuple[P, ...]:
    """Read the documents of a kind whose area overlaps this GeoJSON one, in order of key.

    A doubtful border counts as overlap. `wanted` restricts the field values; the kind needs an
    index of `cells` with those fields.
    """
    return tuple(document for document, _ in related(uow, kind, area, **wanted))


def sharing(
    uow: UnitOfWork, kind: type[P], area: dict[str, Any], *, cells: str = "cells"
) -> tuple[P, ...]:
    """Read the documents whose area shares ground with this one beyond doubt, in order of key.

    `cells` names the indexed field that holds the grid cells.
    """
    return tuple(
        document
        for document, found in related(uow, kind, area, cells=cells)
        if found.kind is RelationKind.SHARING
    )


def related(
    uow: UnitOfWork, kind: type[P], area: dict[str, Any], *, cells: str = "cells", **wanted: Any
) -> tuple[tuple[P, Relation], ...]:
    """Read the documents whose area overlaps this one, each with its relation to it."""
    near = {
        key_of(document): document
        for cell in cells_of(area)
        for document in uow.select(kind, **{cells: cell}, **wanted)
    }
    found = (
        (document, relation(document.area, area))
        for _, document in sorted(near.items())
        if document.area is not None
    )
    return tuple(pair for pair in found if pair[1].kind is not RelationKind.APART)
