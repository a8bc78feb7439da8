"""Spatial queries: documents whose area overlaps another, by an index of grid cells."""

from typing import Any, TypeVar

from shared.handling.unit_of_work import UnitOfWork
from shared.store.document import key_of
from shared.vocabulary.cells import HasArea, cells_of
from shared.vocabulary.relations import overlaps

P = TypeVar("P", bound=HasArea)


def overlapping(
    uow: UnitOfWork, kind: type[P], area: dict[str, Any], **wanted: Any
) -> tuple[P, ...]:
    """Read the documents of a kind whose area overlaps this GeoJSON one, in order of key.

    `wanted` restricts the field values; the kind needs an index of `cells` with those fields.
    """
    near = {
        key_of(document): document
        for cell in cells_of(area)
        for document in uow.select(kind, cells=cell, **wanted)
    }
    return tuple(
        document
        for _, document in sorted(near.items())
        if document.area is not None and overlaps(document.area, area)
    )
