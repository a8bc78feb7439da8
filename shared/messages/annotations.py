"""Parse the annotation of a message field: its type, markers, and whether None is allowed."""

import types
from typing import Annotated, Any, Union, get_args, get_origin


def split_annotated(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Split an annotation into its type and its markers."""
    if get_origin(hint) is Annotated:
        base, *markers = get_args(hint)
        return base, tuple(markers)
    return hint, ()


def split_optional(hint: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and whether None is allowed; raises `TypeError` for other unions."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    members = [member for member in get_args(hint) if member is not type(None)]
    if len(members) != 1:
        raise TypeError(f"a message field cannot be one of several types: {hint}")
    return members[0], True
