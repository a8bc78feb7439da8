"""Lists by keyset pages: read a query string into a page request."""

import re
from collections.abc import Mapping
from typing import Any, get_origin, get_type_hints

from marshmallow import ValidationError

from shared.annotations import optional, unwrap
from shared.document import document_meta
from shared.errors import Fault, InvalidInputError
from shared.schema import field_of
from shared.work import PageRequest

MOST = 500
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
FLAGS = {"true": True, "false": False}


def _value(hint: Any, text: str) -> Any:
    """Read a word of a query as the JSON value of its field; what is none stays text."""
    base, _ = optional(unwrap(hint)[0])
    if base is bool:
        return FLAGS.get(text, text)
    if base in (int, float) and _NUMBER.fullmatch(text):
        return float(text)
    return text


def filters_of(kind: type[Any]) -> tuple[str, ...]:
    """Tell which fields a list can be asked by: the first of each index, so that none is slow."""
    meta = document_meta(kind)
    hints = get_type_hints(kind)
    first = dict.fromkeys(fields[0] for fields in (*meta.indexes, *meta.unique))
    return tuple(name for name in first if get_origin(hints[name]) is not tuple)


def read_page(kind: type[Any], query: Mapping[str, str]) -> PageRequest:
    """Read `after`, `limit` and filters; `InvalidInputError` names every wrong or unknown one."""
    faults: list[Fault] = []
    wanted: dict[str, Any] = {}
    hints = get_type_hints(kind, include_extras=True)
    for name, text in query.items():
        if name in ("after", "limit"):
            continue
        if name not in filters_of(kind):
            known = "、".join((*filters_of(kind), "after", "limit"))
            faults.append(Fault(name, f"不能按此查询；可用：{known}"))
            continue
        try:
            wanted[name] = field_of(hints[name]).deserialize(_value(hints[name], text))
        except ValidationError as error:
            faults.extend(Fault(name, str(message)) for message in error.messages)
    limit = query.get("limit", "50")
    if not (limit.isdecimal() and len(limit) <= 3 and 1 <= int(limit) <= MOST):
        faults.append(Fault("limit", f"应为 1 至 {MOST} 的整数"))
    if faults:
        raise InvalidInputError(tuple(faults))
    return PageRequest(wanted, query.get("after", ""), int(limit))
